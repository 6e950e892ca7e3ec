import { readFile, writeFile } from 'node:fs/promises';
import type { GenesisFile } from '#signing';
import { Shell } from '../cli.samples.ts';

describe('a genesis document', () => {
  let shell: Shell;
  let file: string;
  let drafts = 0;
  beforeAll(async () => {
    shell = await Shell.open();
    for (const state of ['KG', 'RU']) await generate(state, 'root');
    await generate('HUB', 'hub', '--name', 'receipt');
    await generate('HUB', 'hub', '--name', 'lane');
    await generate('HUB', 'hub', '--name', 'log');
  });
  beforeEach(() => (file = shell.path(`founding-${(drafts += 1)}.json`)));
  afterAll(() => shell.close());

  const generate = (holder: string, use: string, ...more: string[]) =>
    shell.run(['keys', 'generate', '--as', holder, '--use', use, ...more]);
  const draft = (...more: string[]) =>
    shell.run([
      ...['genesis', 'draft', file, '--origin', 'hub.example', '--quorum', '2'],
      ...['--state', 'KG=Kyrgyz Republic', 'RU=Russian Federation', ...more],
    ]);
  const sign = (state: string) => shell.run(['genesis', 'sign', file, '--as', state]);
  const verify = (...more: string[]) => shell.run(['genesis', 'verify', file, ...more]);

  test('is drafted, signed by each root, and verified', async () => {
    expect((await draft()).exit).toBe(0);
    expect((await verify()).exit).toBe(2); // Nobody signed: not even the form of a genesis file.
    await sign('KG');
    const half = await verify();
    expect(half.exit).toBe(1);
    expect(half.err).toContain('missing: RU');
    await sign('RU');
    const whole = await verify();
    expect(whole.exit).toBe(0);
    expect(whole.out).toMatch(/signatures +2 of 2\nhash +[A-Za-z0-9_-]{43}\n/);
  });

  test('signed twice by a root has one signature of it', async () => {
    await draft();
    await sign('KG');
    await sign('KG');
    const { signatures } = JSON.parse(await readFile(file, 'utf8')) as GenesisFile;
    expect(signatures).toHaveLength(1);
  });

  test('is no other one than the hash says', async () => {
    await draft();
    await sign('KG');
    await sign('RU');
    const [told] = await shell.json<{ hash: string }>('genesis', 'verify', file);
    expect((await verify('--genesis-hash', told!.hash)).exit).toBe(0);
    const other = await verify('--genesis-hash', 'A'.repeat(43));
    expect(other.exit).toBe(1);
    expect(other.err).toContain('TRUST_GENESIS_MISMATCH');
  });

  test('that was changed after signing does not verify', async () => {
    await draft();
    await sign('KG');
    await sign('RU');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('Kyrgyz Republic', 'Another Republic'));
    const { exit, err } = await verify();
    expect(exit).toBe(1);
    expect(err).toContain('TRUST_SIGNATURE_INVALID');
  });

  test('takes roots from where their private halves stay', async () => {
    const elsewhere = await Shell.open();
    await elsewhere.run(['keys', 'generate', '--as', 'KZ', '--use', 'root']);
    const { out } = await elsewhere.run(['keys', 'show', 'KZ', '--json']);
    await elsewhere.close();
    const root = await shell.write('kz-root.json', out);
    expect((await draft('KZ=Republic of Kazakhstan', '--root', root)).exit).toBe(0);
    expect(await readFile(file, 'utf8')).toContain(
      (JSON.parse(out) as { jwk: { x: string } }).jwk.x,
    );
  });

  test('is not written over another one', async () => {
    await draft();
    const { exit, err } = await draft();
    expect(exit).toBe(2);
    expect(err).toContain('is not overwritten');
  });

  test('is not signed by a root that is not in it', async () => {
    await draft();
    await generate('TJ', 'root');
    const { exit, err } = await sign('TJ');
    expect(exit).toBe(2);
    expect(err).toContain('TJ founds no hub with this document');
  });
});
