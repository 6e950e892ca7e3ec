import { stateOf, type Instant } from '#kernel';
import { keyActive, type TrustList } from '#participants';
import type { EncryptionKey } from '#signing';

/** The key that messages to an authority are encrypted for: of its active `encryption` keys the one endorsed last. */
export function encryptionKeyOf(
  trust: TrustList,
  authority: string,
  at: Instant,
): EncryptionKey | undefined {
  const keys = trust.states.get(stateOf(authority))?.keys.values() ?? [];
  return [...keys].findLast((key) => key.holder === authority && keyActive(key, 'encryption', at));
}
