import type { ContractReference, Recipient } from '#kernel';
import type { Routing } from './certificate.messages.ts';

/**
 * What a routing adds to what a record already runs under: contracts that are new to it, and recipients that are new
 * under a contract it has. Versions of one contract are that contract (architecture §8).
 */
export function newcomers(routing: Routing, known: Routing): Routing {
  const to = routing.to
    .map(({ authority, grants }) => ({
      authority,
      grants: grants.filter(({ contract }) => !receives(known.to, authority, contract)),
    }))
    .filter(({ grants }) => grants.length > 0);
  const under = routing.under.filter(
    ({ contract }) =>
      !known.under.some((one) => one.contract === contract) ||
      to.some(({ grants }) => grants.some((grant) => grant.contract === contract)),
  );
  return { under, to };
}

const receives = (to: readonly Recipient[], authority: string, contract: string): boolean =>
  to.some(
    (known) =>
      known.authority === authority && known.grants.some((grant) => grant.contract === contract),
  );

/** Each version once, in the order they came. */
export const joinReferences = (
  known: readonly ContractReference[],
  more: readonly ContractReference[],
): readonly ContractReference[] => [
  ...known,
  ...more.filter(
    ({ contract, version }) =>
      !known.some((one) => one.contract === contract && one.version === version),
  ),
];
