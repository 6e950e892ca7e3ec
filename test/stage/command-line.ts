import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

/** What `npm run eurasec` runs. */
const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'apps', 'cli', 'main.js');

/** What a command printed, and how it ended. */
export type Ran = {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
};

/** `eurasec` from the built code, run as people run it: in the folder of a stage, with the keys that lie there. */
export class CommandLine {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Begins a command; `--as` comes first since everybody on stage shares one folder. */
  begin(as: string, ...argv: readonly string[]): ChildProcess {
    return spawn(process.execPath, [MAIN, ...argv, ...(as ? ['--as', as] : [])], {
      cwd: this.#stage.folder,
      env: { HUB_URL: this.#stage.origin },
    });
  }

  async run(as: string, ...argv: readonly string[]): Promise<Ran> {
    const child = this.begin(as, ...argv);
    child.stdin?.end();
    let [out, err] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
    const [exit] = (await once(child, 'close')) as [number | null];
    return { exit, out, err };
  }

  /** Runs a command that must succeed. */
  async done(as: string, ...argv: readonly string[]): Promise<string> {
    const { exit, out, err } = await this.run(as, ...argv);
    if (exit === 0) return out;
    throw new Error(`eurasec ${argv.join(' ')} ended with ${exit}: ${err}${out}`);
  }

  /** The JSON documents that a command prints, one a line, however it ends. */
  async json<Line>(as: string, ...argv: readonly string[]): Promise<Line[]> {
    const { out } = await this.run(as, ...argv, '--json');
    return out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  }

  /** Drafts, proposes and signs a contract of health ministries; in force when this resolves. */
  async conclude(
    id: string,
    parties: readonly string[],
    ...terms: readonly string[]
  ): Promise<void> {
    const file = `${id}.json`;
    const draft = ['--id', id, '--until', '2099-01-01', '--party', ...parties];
    await this.done('', 'contract', 'draft', file, ...draft, ...terms);
    await this.done(parties[0]!, 'contract', 'propose', file);
    for (const party of parties) await this.done(party, 'contract', 'sign', file);
    const client = await this.#stage.client(parties[0]!);
    while ((await client.contract(id)).standing !== 'IN_FORCE')
      await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
