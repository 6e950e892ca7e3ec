import { HubError } from '#kernel';
import { unwrapLaneKey, type LaneKey, type SigningKey, type VerificationKey } from '#signing';

/** Lane keys that are remembered; they change once an hour. */
const REMEMBERED = 64;

/** The encryption keys of one authority, newest first: an older one still opens what was under way. */
export class OwnKeys {
  readonly #keys: readonly SigningKey[];
  readonly #hubLaneKey: VerificationKey;
  readonly #laneKeys = new Map<string, LaneKey>();

  /** @param hubLaneKey the hub's lane key of genesis */
  constructor(keys: readonly SigningKey[], hubLaneKey: VerificationKey) {
    this.#keys = keys;
    this.#hubLaneKey = hubLaneKey;
  }

  /** @throws TrustError, WireError as `unwrapLaneKey` */
  async laneKey(wrapped: string): Promise<LaneKey> {
    const known = this.#laneKeys.get(wrapped);
    if (known) return known;
    const laneKey = await this.open((key) => unwrapLaneKey(wrapped, key, this.#hubLaneKey));
    if (this.#laneKeys.size >= REMEMBERED)
      this.#laneKeys.delete(this.#laneKeys.keys().next().value!);
    this.#laneKeys.set(wrapped, laneKey);
    return laneKey;
  }

  /** Opens with whichever key it was made for. @throws TrustError `TRUST_KEY_UNKNOWN` if it is none of ours */
  async open<Opened>(withKey: (key: SigningKey) => Promise<Opened>): Promise<Opened> {
    const [last, ...others] = this.#keys.toReversed();
    for (const key of others.toReversed()) {
      try {
        return await withKey(key);
      } catch (error) {
        if (!(error instanceof HubError) || error.code !== 'TRUST_KEY_UNKNOWN') throw error;
      }
    }
    return withKey(last!);
  }
}
