import { spawn } from 'node:child_process';
import { once } from 'node:events';

const argumentsFor = (script: string): string[] => {
  const imports = `
    import { createServer } from 'node:http';
    import { setTimeout as pause } from 'node:timers/promises';
    import { StoreError } from '#kernel';
    import { readConfiguration } from '${at('../configuration/configuration.ts')}';
    import { PinoLogger } from '${at('../logging/pino-logger.ts')}';
    import { runProcess } from '${at('./run-process.ts')}';
    const logger = new PinoLogger('info');`;
  return ['--conditions=source', '--input-type=module', '--eval', imports + script];
};

/** A process of its own, for signals and exits are a process's. */
async function run(
  script: string,
  whenReady: (kill: (signal: NodeJS.Signals) => void) => void = () => {},
) {
  const child = spawn(process.execPath, argumentsFor(script), { cwd: import.meta.dirname });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (!output.includes('ready') && String(chunk).includes('ready'))
      whenReady((signal) => child.kill(signal));
    output += String(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const [status] = (await once(child, 'close')) as [number];
  return { status, output, errors };
}
const at = (file: string) => new URL(file, import.meta.url).href;

describe('a process', () => {
  test('asked to stop answers what it took on, then closes its parts and ends well', async () => {
    const { status, output } = await run(
      `await runProcess(logger, async (lifecycle) => {
        lifecycle.onClose('store', () => console.log('store closed'));
        const server = createServer((_, answer) => {
          console.log('ready');
          setTimeout(() => answer.end(), 200);
        });
        lifecycle.onClose('http', () => new Promise((done) => server.close(done)));
        server.listen(0, () => fetch('http://127.0.0.1:' + server.address().port)
          .then(({ status }) => console.log('answered', status)));
      });`,
      (kill) => kill('SIGTERM'),
    );
    expect(status).toBe(0);
    expect(output.replace(/\{.*"(process\.stopped)"\}/, '$1').split('\n')).toEqual([
      'ready',
      'answered 200',
      'store closed',
      'process.stopped',
      '',
    ]);
  });

  test('ends when whoever read its log has stopped reading, and left', async () => {
    const script = `await runProcess(logger, async () => {
      process.stderr.write('begun\\n');
      for (let line = 0; line < 3_000; line++) logger.info('unread');
      process.kill(process.pid, 'SIGTERM');
    });`;
    const shell = ['-c', '"$0" "$@" 2>&1 | { read -r first; sleep 1; }', process.execPath];
    const cwd = import.meta.dirname;
    const [status] = await once(spawn('sh', [...shell, ...argumentsFor(script)], { cwd }), 'close');
    expect(status).toBe(0);
  });

  test('asked twice ends at once', async () => {
    const { status } = await run(
      `await runProcess(logger, async (lifecycle) => {
        lifecycle.onClose('stuck', () => pause(60_000));
        setInterval(() => {}, 1_000);
        console.log('ready');
      });`,
      (kill) => {
        kill('SIGINT');
        setTimeout(() => kill('SIGINT'), 50);
      },
    );
    expect(status).toBe(1);
  });

  test('with a bad configuration says so in a sentence', async () =>
    expect(
      await run(
        `await runProcess(logger, async () => readConfiguration({ PORT: 'x' }, ['PORT']));`,
      ),
    ).toEqual({
      status: 1,
      output: '',
      errors: 'PORT holds "x"; it may hold a whole number from 0 to 65535.\n',
    }));

  test('that cannot have its store says what to do', async () =>
    expect(
      await run(`await runProcess(logger, async () => {
        throw new StoreError('STORE_LOCKED', 'data/events.db is locked');
      });`),
    ).toEqual({
      status: 1,
      output: '',
      errors:
        'STORE_LOCKED: Another process writes to this store. Stop it, or use a store that several processes can share (esdb://, kafka://, postgres://).\ndata/events.db is locked\n',
    }));

  test.each([
    [
      'a folder that it cannot have',
      `const { mkdir } = await import('node:fs/promises'); await mkdir('/proc/data');`,
      '/proc/data: it is not there and cannot be made (ENOENT).',
    ],
    [
      'a port that another process has',
      `const listen = (port) => new Promise((resolve, reject) => {
        const server = createServer().on('error', reject);
        server.listen(port, '127.0.0.1', () => resolve(server.address().port));
      });
      const port = await listen(0);
      process.stderr.write(port + ' ');
      await listen(port);`,
      /^(\d+) 127\.0\.0\.1:\1: something else listens there \(EADDRINUSE\)\.\n$/,
    ],
    [
      'room on its disk',
      `throw Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC', syscall: 'write' });`,
      'The system refuses: the disk is full (ENOSPC).',
    ],
  ])('that is refused %s says so in a sentence', async (_, start, sentence) => {
    const { status, output, errors } = await run(
      `await runProcess(logger, async () => { ${start} });`,
    );
    expect({ status, output }).toEqual({ status: 1, output: '' });
    if (typeof sentence === 'string') expect(errors).toBe(`${sentence}\n`);
    else expect(errors).toMatch(sentence);
  });

  test.each([
    ['at its start', `async () => { throw new TypeError('Testov Primer'); }`],
    ['later', `async () => { setTimeout(() => { throw new TypeError('Testov Primer'); }); }`],
    ['in a promise', `async () => void Promise.reject(new TypeError('Testov Primer'))`],
  ])('that fails %s in a way nobody foresaw ends, and shows no message', async (_, start) => {
    const { status, output, errors } = await run(`await runProcess(logger, ${start});`);
    expect(status).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ message: 'process.crashed', error: 'TypeError' });
    expect(output + errors).not.toContain('Testov');
  });
});
