import type { Clock } from '#kernel';
import {
  newLaneKey,
  wrapLaneKey,
  type EncryptionKey,
  type LaneKey,
  type SigningKey,
} from '#signing';

/** A lane key, and how it travels beside its messages. */
export type WrappedLaneKey = { readonly laneKey: LaneKey; readonly wrapped: string };

type Current = {
  readonly hour: string;
  readonly recipient: string;
  readonly key: Promise<WrappedLaneKey>;
};

/**
 * The lane keys of one topic: one for each authority, drawn anew at every start, hour and change of the
 * authority's encryption key, and kept nowhere.
 */
export class LaneKeys {
  readonly #topic: string;
  readonly #hubLaneKey: SigningKey;
  readonly #clock: Clock;
  readonly #current = new Map<string, Current>();

  constructor(topic: string, hubLaneKey: SigningKey, clock: Clock) {
    this.#topic = topic;
    this.#hubLaneKey = hubLaneKey;
    this.#clock = clock;
  }

  of(authority: string, recipient: EncryptionKey): Promise<WrappedLaneKey> {
    const now = this.#clock.now();
    const hour = now.slice(0, 13);
    const current = this.#current.get(authority);
    if (current?.hour === hour && current.recipient === recipient.kid) return current.key;
    const key = this.#draw(newLaneKey(authority, this.#topic, now), recipient);
    this.#current.set(authority, { hour, recipient: recipient.kid, key });
    return key;
  }

  async #draw(laneKey: LaneKey, recipient: EncryptionKey): Promise<WrappedLaneKey> {
    return { laneKey, wrapped: await wrapLaneKey(laneKey, this.#hubLaneKey, recipient) };
  }
}
