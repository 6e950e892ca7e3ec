import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#testing';
import { built, startFlags } from './built.ts';

/** Where a process writes its log, in the folder it runs in. */
export const LOG = 'hub.log';

/** Milliseconds that a start may take on a busy machine. */
const PATIENCE = 60_000;

/** Milliseconds between two questions whether it is ready; asking costs what the start could use. */
const BETWEEN_QUESTIONS = 20;

export type BuiltProcessOptions = {
  /** `apps/relay/main.js` */
  readonly main: string;
  /** What it runs in, with its log. */
  readonly folder: string;
  /** Where it listens. */
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  /** For Node. */
  readonly flags?: readonly string[];
  /** A Ctrl-C at the terminal does not reach it. */
  readonly isApart?: boolean;
};

/** Whoever breaks off leaves no process behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A process of the hub from the built code. */
export class BuiltProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #log: string;

  private constructor(child: ChildProcess, url: string, log: string) {
    this.#child = child;
    this.url = url;
    this.#log = log;
  }

  /** Begins; `ready` says when it is done with that. */
  static begin({
    main,
    folder,
    url,
    environment,
    flags = [],
    isApart = false,
  }: BuiltProcessOptions): BuiltProcess {
    const log = join(folder, LOG);
    const output = openSync(log, 'a');
    const child = spawn(process.execPath, [...flags, built(main)], {
      cwd: folder,
      env: { ...environment, PORT: new URL(url).port },
      stdio: ['ignore', output, output],
      detached: isApart,
    });
    closeSync(output);
    running.add(child);
    child.once('exit', () => running.delete(child));
    return new BuiltProcess(child, url, log);
  }

  /** Resolves once all of its parts work. */
  async ready(): Promise<void> {
    await until(async () => {
      if (this.hasEnded) throw new Error(`the process has ended; see ${this.#log}`);
      return (await this.isReady()) || sleep(BETWEEN_QUESTIONS, false);
    }, PATIENCE);
  }

  /** What it says of itself. */
  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves with the exit code once it has ended by itself. */
  async ended(): Promise<number | null> {
    if (!this.hasEnded) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  /** What it wrote, with all that earlier ones wrote in its folder. */
  log(): Promise<string> {
    return readFile(this.#log, 'utf8');
  }

  /** As Ctrl-C does. @returns the exit code */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const ended = this.ended();
    if (!this.hasEnded) this.#child.kill(signal);
    return ended;
  }
}

/** What `npm start` runs, with the flags that it gives Node. */
export const beginStandalone = (
  folder: string,
  url: string,
  environment: Readonly<Record<string, string>>,
): BuiltProcess =>
  BuiltProcess.begin({
    main: 'apps/standalone/main.js',
    flags: startFlags(),
    ...{ folder, url, environment },
  });
