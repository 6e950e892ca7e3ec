import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#testing';
import { built, startFlags } from './built.ts';

/** What `npm start` runs. */
const MAIN = built('apps/standalone/main.js');

/** Where a process writes its log, in the folder it runs in. */
export const LOG = 'hub.log';

/** Milliseconds that a start may take on a busy machine. */
const PATIENCE = 60_000;

/** Milliseconds between two questions whether it is ready; asking costs what the start could use. */
const BETWEEN_QUESTIONS = 20;

/** The standalone process from the built code, with the flags of `npm start` and its data in a folder. */
export class HubProcess {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #origin: string;

  private constructor(child: ChildProcess, folder: string, origin: string) {
    this.#child = child;
    this.#folder = folder;
    this.#origin = origin;
  }

  /** Begins; `ready` says when it is done with that. */
  static begin(
    folder: string,
    origin: string,
    environment: Readonly<Record<string, string>>,
  ): HubProcess {
    const log = openSync(join(folder, LOG), 'a');
    const child = spawn(process.execPath, [...startFlags(), MAIN], {
      cwd: folder,
      env: { ...environment, PORT: new URL(origin).port },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    return new HubProcess(child, folder, origin);
  }

  /** Resolves once all of its parts work. */
  async ready(): Promise<void> {
    await until(async () => {
      if (this.hasEnded) throw new Error(`the hub has ended; see ${join(this.#folder, LOG)}`);
      return (await isReady(this.#origin)) || sleep(BETWEEN_QUESTIONS, false);
    }, PATIENCE);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** As Ctrl-C does. @returns the exit code */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (!this.hasEnded) {
      const ended = once(this.#child, 'exit');
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode;
  }
}

async function isReady(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/health/ready`).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}
