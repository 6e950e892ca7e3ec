import type { Finding, ReplayedEvent } from '#client';
import type { ErrorCode } from '#kernel';
import { logEntry, parseLogEntry, type LogEntry } from '#transparency';
import type { LogFile } from './log-file.ts';
import { Runs, type Place } from './runs.ts';

/**
 * Lays a store beside the file of what was once in it, and names each event that was changed, taken out, put in, or
 * moved: checkpoints show only that something was.
 */
export class LogComparison {
  readonly #log: LogFile;
  readonly #runs = new Runs();
  readonly #findings: Finding[] = [];
  #hasEnded = false;

  constructor(log: LogFile) {
    this.#log = log;
  }

  /** The next event in the store's order. */
  take({ data, metadata, ...place }: ReplayedEvent): void {
    if (this.#hasEnded) return;
    const { next } = this.#runs;
    const entry = entryOf({ ...place, data, metadata });
    if (entry && this.#log.holds(next, entry)) return this.#runs.take(next, place);
    const at = this.#placeOf(place, next);
    // What came after the last entry is not logged yet.
    if (at === undefined && next >= this.#log.size) this.#hasEnded = true;
    else if (at === undefined) this.#note(place, 'TRUST_LOG_FORK', 'it was never logged');
    else {
      this.#runs.take(at, place);
      if (!entry || !this.#log.holds(at, entry))
        this.#note(place, 'TRUST_LOG_FORK', differenceOf(entry, this.#log.entry(at)));
    }
  }

  /** @param isWhole false where the store was not read to its end */
  end(isWhole: boolean): readonly Finding[] {
    for (const { from, to, first } of this.#runs.moved()) {
      const more = to > from ? `, and ${to - from} more with it` : '';
      this.#note(first, 'TRUST_LOG_FORK', `it was logged elsewhere, as number ${from}${more}`);
    }
    const size = isWhole ? this.#log.size : this.#runs.next;
    for (const { from, to, after } of this.#runs.gaps(size)) {
      const { id, stream, revision, type } = this.#log.entry(from);
      const place = { id, stream, revision, type, position: after?.position ?? '' };
      const more = to > from ? `, and ${to - from} more after it` : '';
      this.#note(
        place,
        'TRUST_LOG_CUT',
        `number ${from} of what was logged is missing here${more}`,
      );
    }
    return this.#findings;
  }

  #placeOf({ id, stream, revision }: Place, next: number): number | undefined {
    const at = this.#log.placeOf(id);
    if (at !== undefined || next >= this.#log.size) return at;
    // With another id, in its place all the same.
    const expected = this.#log.entry(next);
    return expected.stream === stream && expected.revision === revision ? next : undefined;
  }

  #note({ position, id, stream, revision, type }: Place, code: ErrorCode, reason: string): void {
    this.#findings.push({ position, event: id, stream, revision, type, code, reason });
  }
}

function entryOf(event: ReplayedEvent): Buffer | undefined {
  try {
    return logEntry(event);
  } catch {
    return undefined; // No entry can be made of it: it is not what was logged.
  }
}

const PARTS = ['id', 'stream', 'revision', 'type', 'data', 'metadata'] as const;

/** In which of its parts an event is not what was logged. */
function differenceOf(entry: Buffer | undefined, logged: LogEntry): string {
  if (!entry) return 'not in the form of what was logged';
  const stored = parseLogEntry(entry);
  const parts = PARTS.filter((part) => stored[part] !== logged[part]);
  return `not what was logged in its ${parts.join(', ')}`;
}
