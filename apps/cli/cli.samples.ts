import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './program.ts';
import type { ExitCode } from './shell/exit.ts';

/** What a command printed, and how it ended. */
export type Ran = { readonly exit: ExitCode; readonly out: string; readonly err: string };

const PASSPHRASE = 'correct horse battery staple';

/** The command line in a folder of its own, without a hub: nothing listens where it would look for one. */
export class Shell {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Shell> {
    return new Shell(await mkdtemp(join(tmpdir(), 'eurasec-cli-')));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** Writes a file into the folder, and says its path. */
  async write(name: string, text: string): Promise<string> {
    await writeFile(this.path(name), text);
    return this.path(name);
  }

  /** Runs a command; keys and genesis are the folder's. */
  async run(
    argv: readonly string[],
    environment: Readonly<Record<string, string>> = { KEY_PASSPHRASE: PASSPHRASE },
  ): Promise<Ran> {
    let [out, err] = ['', ''];
    const places = ['--keys', this.path('keys'), '--genesis', this.path('genesis.json')];
    const exit = await run([...argv, ...places, '--hub', 'http://127.0.0.1:1'], {
      out: (text) => void (out += text),
      async flow(lines) {
        for await (const line of lines) out += line;
      },
      err: (text) => void (err += text),
      isWatched: false,
      stdin: nothing(),
      environment,
      now: () => new Date().toISOString(),
    });
    return { exit, out, err };
  }

  /** The lines that a command printed for machines. */
  async json<Line>(...argv: readonly string[]): Promise<Line[]> {
    const { out } = await this.run([...argv, '--json']);
    return out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
