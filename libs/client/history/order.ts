import { later, StoreError, type Instant } from '#kernel';
import type { ReplayedEvent } from '../types.ts';
import type { HistoryEvent } from './read-event.ts';

/** As far as clocks of hubs may differ (architecture §6 allows issuers as much). */
const CLOCK_SECONDS = 60;

/** Nothing was taken out of a stream or put in, and nothing was recorded at another time than its place says. */
export class Order {
  readonly #ends = new Map<string, { revision: number; at: Instant }>();
  #position = '';
  #latest: Instant = '';
  #earliest: Instant = '';

  get streams(): number {
    return this.#ends.size;
  }

  /** When the last event was recorded. */
  get latest(): Instant {
    return this.#latest;
  }

  /** @throws StoreError `STORE_CORRUPT` */
  assertNext({ stream, revision, position, type }: ReplayedEvent): void {
    if (typeof stream !== 'string' || typeof position !== 'string' || typeof type !== 'string')
      throw corrupt('an event without a place');
    const end = this.#ends.get(stream);
    const expected = (end?.revision ?? -1) + 1;
    const isAfter = position > this.#position;
    if (end) end.revision = revision;
    else this.#ends.set(stream, { revision, at: '' });
    if (isAfter) this.#position = position;
    if (revision !== expected) throw corrupt(`revision ${expected} is missing`);
    if (!isAfter) throw corrupt('it stands before an event that goes before it');
  }

  /** @throws StoreError `STORE_CORRUPT`: no hub records below what it has seen (architecture §2) */
  assertLater({ stream, at }: HistoryEvent): void {
    const end = this.#ends.get(stream)!;
    const [before, earliest] = [end.at, this.#earliest];
    if (at > end.at) end.at = at;
    if (at > this.#latest) {
      this.#latest = at;
      this.#earliest = later(at, -CLOCK_SECONDS);
    }
    if (at < before) throw corrupt('recorded before the event before it');
    if (at < earliest) throw corrupt('recorded long before what stands before it');
  }
}

const corrupt = (reason: string) => new StoreError('STORE_CORRUPT', reason);
