import type { ContractReference, Recipient, Routing } from './event.ts';
import { joinRecipients } from './recipients.ts';

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

/** What a record runs under and went to, with what a further routing adds. */
export const joinRouting = (
  known: Routing,
  { under = [], to = [] }: Partial<Routing>,
): Routing => ({
  under: joinReferences(known.under, under),
  to: joinRecipients(known.to, to),
});

/** Each version once, in the order they came. */
const joinReferences = (
  known: readonly ContractReference[],
  more: readonly ContractReference[],
): readonly ContractReference[] => [
  ...known,
  ...more.filter(
    ({ contract, version }) =>
      !known.some((one) => one.contract === contract && one.version === version),
  ),
];
