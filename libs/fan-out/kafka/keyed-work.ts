import type { Handler } from '../fan-out.ts';
import type { Entry } from './window.ts';

export type WorkOptions = {
  /** Keys whose messages are handled at the same time. */
  readonly keysInHand: number;
  /** Milliseconds of rest after a key's first failure, doubled with each further one up to the longest. */
  readonly firstRest: number;
  readonly longestRest: number;
};

/** A key with messages: the first is in hand, at rest, or ready. */
type Line = {
  readonly key: string;
  readonly entries: Entry[];
  failures: number;
  resting?: NodeJS.Timeout;
};

/**
 * Hands messages to their handler: of one key one after the other, of different keys several at once. One that is
 * rejected comes again after a rest, and holds up its own key only.
 */
export class KeyedWork {
  readonly #handler: Handler;
  readonly #options: WorkOptions;
  readonly #settled: (entry: Entry) => void;
  readonly #lines = new Map<string, Line>();
  readonly #ready: Line[] = [];
  #inHand = 0;
  #isClosed = false;
  #idle: (() => void) | undefined;

  /** @param settled told of every message that is done */
  constructor(handler: Handler, options: WorkOptions, settled: (entry: Entry) => void) {
    this.#handler = handler;
    this.#options = options;
    this.#settled = settled;
  }

  add(entry: Entry): void {
    const { key } = entry.message;
    const line = this.#lines.get(key);
    if (line) {
      line.entries.push(entry);
      return;
    }
    const made: Line = { key, entries: [entry], failures: 0 };
    this.#lines.set(key, made);
    this.#ready.push(made);
    this.#begin();
  }

  /** Begins nothing more and lets the running handlers finish. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { resting } of this.#lines.values()) clearTimeout(resting);
    if (this.#inHand > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
  }

  #begin(): void {
    while (!this.#isClosed && this.#inHand < this.#options.keysInHand && this.#ready.length > 0)
      void this.#handle(this.#ready.shift()!);
  }

  async #handle(line: Line): Promise<void> {
    const [entry] = line.entries as [Entry];
    this.#inHand++;
    if (entry.window.isDropped || (await this.#attempt(entry))) this.#finish(line, entry);
    else this.#rest(line);
    this.#inHand--;
    if (this.#isClosed && this.#inHand === 0) this.#idle?.();
    this.#begin();
  }

  /** Whether the message is done. Why it is not, is for the handler to tell. */
  async #attempt({ message }: Entry): Promise<boolean> {
    try {
      await this.#handler(message);
      return true;
    } catch {
      return false;
    }
  }

  #finish(line: Line, entry: Entry): void {
    line.entries.shift();
    line.failures = 0;
    if (line.entries.length > 0) this.#ready.push(line);
    else this.#lines.delete(line.key);
    this.#settled(entry);
  }

  #rest(line: Line): void {
    if (this.#isClosed) return;
    const { firstRest, longestRest } = this.#options;
    const pause = Math.min(firstRest * 2 ** line.failures++, longestRest);
    line.resting = setTimeout(() => {
      this.#ready.push(line);
      this.#begin();
    }, pause);
  }
}
