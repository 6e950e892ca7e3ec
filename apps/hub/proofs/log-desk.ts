import type { ProvedEvent } from '#client';
import type { RecordedEvent } from '#event-store';
import { StoreError, WireError } from '#kernel';
import { TileReader, type TreeHead } from '#transparency';
import type { PublishedLog } from './published-log.ts';

/** Answers from the log: its newest checkpoint, and proofs that end in it. */
export class LogDesk {
  private readonly log: PublishedLog | undefined;
  private readonly reader: TileReader;

  constructor(log: PublishedLog | undefined) {
    this.log = log;
    this.reader = new TileReader((tile) => log?.tile(tile) ?? Buffer.alloc(0));
  }

  /** @throws StoreError STORE_BEHIND before the first one */
  get newest() {
    const newest = this.log?.published;
    if (!newest) throw new StoreError('STORE_BEHIND', 'the log has published no checkpoint');
    return newest;
  }

  /** @throws WireError WIRE_NOT_FOUND for what is no event, or none that the newest checkpoint covers */
  async proof(event: string) {
    if (this.coverage(event) === undefined)
      throw new WireError('WIRE_NOT_FOUND', `no checkpoint covers event ${event}`);
    return this.inclusion(event);
  }

  /** Of an event that is stored. @throws StoreError STORE_BEHIND until the newest checkpoint covers it */
  async inclusion(event: string) {
    const { size, checkpoint } = this.newest;
    const index = this.coverage(event);
    if (index === undefined) throw new StoreError('STORE_BEHIND', 'no checkpoint covers it yet');
    return { index, proof: inText(await this.reader.inclusion(index, size)), checkpoint };
  }

  /** Of many stored events under one checkpoint. @throws StoreError STORE_BEHIND if it does not cover all of them */
  async inclusions(events: readonly string[], { size }: Pick<TreeHead, 'size'>) {
    const places = events.map((event) => this.log?.leafOf(event) ?? size);
    if (places.some((index) => index >= size))
      throw new StoreError('STORE_BEHIND', 'no checkpoint covers all of them yet');
    return Promise.all(
      places.map(async (index) => ({
        index,
        proof: inText(await this.reader.inclusion(index, size)),
      })),
    );
  }

  /** These, each with its proof, in the order of the log: as far as the tree of that size covers them. */
  async covered(
    recorded: readonly RecordedEvent[],
    { size }: Pick<TreeHead, 'size'>,
  ): Promise<readonly ProvedEvent[]> {
    const old = recorded.filter(({ id }) => (this.log?.leafOf(id) ?? size) < size);
    const proofs = await this.inclusions(
      old.map(({ id }) => id),
      { size },
    );
    return old
      .map(({ position: _, ...event }, at) => ({ ...proofs[at]!, ...event }))
      .sort((one, other) => one.index - other.index);
  }

  private coverage(event: string): number | undefined {
    const index = this.log?.leafOf(event);
    return index !== undefined && index < this.newest.size ? index : undefined;
  }

  /** @throws WireError WIRE_SCHEMA_MISMATCH for sizes that the newest checkpoint does not cover */
  async consistency(from: number, to: number) {
    const { size } = this.newest;
    if (from > to || to > size)
      throw new WireError('WIRE_SCHEMA_MISMATCH', `nothing to prove from ${from} to ${to}`, {
        pointer: from > to ? '/from' : '/to',
      });
    return { from, to, proof: inText(await this.reader.consistency(from, to)) };
  }
}

const inText = (hashes: readonly Buffer[]): readonly string[] =>
  hashes.map((one) => one.toString('base64'));
