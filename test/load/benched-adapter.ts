import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, until } from '#testing';
import type { BenchedHub } from './benched-hub.ts';
import { start, stop } from './child.ts';

const MINUTE = 60_000;

/** The adapter of one authority, in a process of its own with the keys of nobody else. */
export class BenchedAdapter {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves once it is ready. `more` says where its messages come from, and where its documents go. */
  static async start(
    folder: string,
    hub: BenchedHub,
    authority: string,
    more: NodeJS.ProcessEnv,
  ): Promise<BenchedAdapter> {
    const own = join(folder, `adapter-${authority}`);
    await mkdir(own);
    const uses = ['encryption', 'statement', 'request'];
    const port = await freePort();
    const file = join(own, 'adapter.log');
    const log = openSync(file, 'a');
    const child = start('../../apps/adapter/main', [], {
      cwd: own,
      env: {
        ...process.env,
        ...(await hub.equip(own, authority, uses)),
        ...more,
        COUNTRY: authority.slice(0, 2),
        PORT: String(port),
        LOG_LEVEL: 'warn',
      },
      flags: hub.flags,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    await until(async () => {
      if (child.exitCode !== null)
        throw new Error(`the adapter ended: ${readFileSync(file, 'utf8').slice(-2_000)}`);
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      await answer?.body?.cancel();
      return answer?.ok ?? false;
    }, MINUTE);
    return new BenchedAdapter(child);
  }

  /** The number of the process. */
  get pid(): number {
    return this.#child.pid!;
  }

  close(): Promise<void> {
    return stop(this.#child);
  }
}
