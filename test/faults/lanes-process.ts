import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { built } from '../stage/built.ts';

/** A process that carries numbers into lanes (`lanes.main.ts`), and what it says of each. */
export class LanesProcess {
  readonly #child: ChildProcess;
  /** By state: the last number that it published. */
  readonly published = new Map<string, number>();
  /** Errors it met, by code. */
  readonly failures = new Map<string, number>();

  constructor(brokers: readonly string[], states: readonly string[]) {
    const main = built('test/faults/lanes.main.js');
    this.#child = spawn(process.execPath, [main, brokers.join(','), ...states], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface(this.#child.stdout!).on('line', (line) => {
      const [state, what] = line.split(' ') as [string, string];
      if (/^\d+$/.test(what)) this.published.set(state, Number(what));
      else this.failures.set(what, (this.failures.get(what) ?? 0) + 1);
    });
  }

  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  kill(): Promise<void> {
    return end(this.#child, 'SIGKILL');
  }
}

/** A process that hands the numbers of a state to a national system (`consumer.main.ts`). */
export class ConsumerProcess {
  readonly #child: ChildProcess;

  constructor(brokers: readonly string[], state: string, url: string) {
    const main = built('test/faults/consumer.main.js');
    this.#child = spawn(process.execPath, [main, brokers.join(','), state, url], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }

  /** Lets it finish what it has in hand. */
  leave(): Promise<void> {
    return end(this.#child, 'SIGTERM');
  }

  kill(): Promise<void> {
    return end(this.#child, 'SIGKILL');
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
