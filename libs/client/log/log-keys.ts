import { keyActive, type TrustList } from '#participants';
import { type Genesis } from '#signing';
import { bearable, leastQuorum, noteKey, type LogPolicy, type NoteKey } from '#transparency';

type WitnessKey = NoteKey & { readonly activeAt: (at: string) => boolean };

/** The keys that authorities may witness with, whatever became of them; each cosigns under its authority's id. */
export const witnessKeys = (trust: TrustList): readonly WitnessKey[] =>
  [...trust.states.values()].flatMap(({ keys }) =>
    [...keys.values()]
      .filter(({ use, alg }) => use === 'witness' && alg === 'EdDSA')
      .map((key) => ({
        ...noteKey('witness', key.holder, key.jwk),
        activeAt: (at: string) => keyActive(key, 'witness', at),
      })),
  );

/**
 * Whose word about the hub's log counts: its key of genesis, and the witnesses that states endorsed.
 * @param quorum how many witnesses must have seen a checkpoint; by default so many that a third of them may lie
 * @param origin of the log, where it is not that of the exchange: the access log's
 */
export function logPolicy(
  genesis: Genesis,
  witnesses: readonly NoteKey[],
  quorum = defaultQuorum(witnesses),
  origin = genesis.origin,
): LogPolicy {
  const { hub } = genesis;
  return { origin, log: noteKey('log', origin, hub.log), witnesses, quorum };
}

function defaultQuorum(witnesses: readonly NoteKey[]): number {
  const count = new Set(witnesses.map(({ name }) => name)).size;
  return count === 0 ? 0 : leastQuorum(count, bearable(count));
}
