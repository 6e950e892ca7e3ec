import { relatedStreams, type Excerpt } from '#client';
import { decode, type EventStore, type RecordedEvent, type StoredEvent } from '#event-store';
import type { Instant } from '#kernel';
import type { LogDesk } from '../proofs/log-desk.ts';

/** What an answer rests on. */
export type KnownExcerpt = {
  readonly events: readonly StoredEvent[];
  readonly excerpt: Excerpt;
  /** Leaves of the tree that the checkpoint is of: of these streams nothing else in it was recorded by then. */
  readonly size: number;
};

/** Reads whole streams out of the store, and proves each event of them. */
export class ExcerptReader {
  private readonly store: EventStore;
  private readonly desk: LogDesk;

  constructor(store: EventStore, desk: LogDesk) {
    this.store = store;
    this.desk = desk;
  }

  /**
   * What was recorded in these streams by then, and in those that their events depend on, in the order of the store. The
   * checkpoint is taken before they are read, so that it covers nothing of them which was missed.
   * @param names of streams, and prefixes of names that end in a hyphen
   * @throws StoreError STORE_BEHIND until a checkpoint covers all of it
   */
  async read(names: readonly string[], knownAt: Instant): Promise<KnownExcerpt> {
    const head = this.desk.newest;
    const all = (await this.streams(names)).map((recorded) => ({
      recorded,
      event: decode(recorded),
    }));
    const known = all.filter(({ event }) => event.at <= knownAt);
    const proofs = await this.desk.inclusions(
      known.map(({ event }) => event.id),
      head,
    );
    return {
      events: known.map(({ event }) => event),
      excerpt: {
        checkpoint: head.checkpoint,
        events: known.map(({ recorded: { position: _, ...event } }, at) => ({
          ...proofs[at]!,
          ...event,
        })),
      },
      size: head.size,
    };
  }

  private async streams(names: readonly string[]): Promise<readonly RecordedEvent[]> {
    const streamPrefixes = names.filter((name) => name.endsWith('-'));
    const recorded = await Array.fromAsync(this.store.readAll('start', { streamPrefixes }));
    const wanted = new Set(names.filter((name) => !name.endsWith('-')));
    // What is added on the way is visited too.
    for (const name of wanted) {
      const stream = await this.store.readStream(name);
      recorded.push(...stream);
      for (const related of stream.map(decode).flatMap(relatedStreams)) wanted.add(related);
    }
    return recorded.sort((one, other) => (one.position < other.position ? -1 : 1));
  }
}
