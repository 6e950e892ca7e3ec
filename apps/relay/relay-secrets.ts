import { createHmac, hkdfSync } from 'node:crypto';
import type { Owner } from '#vault';

/**
 * What the relay calls a worker towards others. Keyed by RELAY_SECRET, so that nobody else can link a name
 * to a subject, or the names of two lanes or authorities to each other; a relay with the same secret gives the same.
 */
export class RelaySecrets {
  readonly #order: Buffer;
  readonly #pairwise: Buffer;

  /** @param secret RELAY_SECRET, at least 32 random bytes */
  constructor(secret: Uint8Array) {
    if (secret.length < 32) throw new RangeError('RELAY_SECRET needs at least 32 bytes');
    this.#order = derived(secret, 'order of messages');
    this.#pairwise = derived(secret, 'pairwise subjects');
  }

  /** The key of a worker's messages in a state's lane. */
  messageKey(state: string, { controller, subject }: Owner): string {
    return named(this.#order, [state, controller, subject]);
  }

  /** The worker as one authority knows them. */
  pairwiseSubject(authority: string, { controller, subject }: Owner): string {
    return named(this.#pairwise, [authority, controller, subject]);
  }
}

const derived = (secret: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `eurasec relay: ${purpose}`, 32));

const named = (key: Buffer, parts: readonly string[]): string =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
