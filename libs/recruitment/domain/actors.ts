import { RuleBroken, stateOf, TrustError } from '#kernel';
import { CAPACITIES, isAgency, type Capacity } from './capacities.ts';
import type { Case } from './case.ts';
import type { Actor, Facts } from './case.messages.ts';

type Ends = { readonly origin: string; readonly destination: string };
type Agent = {
  readonly capacity: 'AGENCY_ORIGIN' | 'AGENCY_DESTINATION';
  readonly id: string | undefined;
};

/** The agency that acts, or that signs for who acts. */
export function agencyOf({ capacity, agency, attestation }: Actor, by: string): Agent | undefined {
  if (attestation && isAgency(attestation.capacity))
    return { capacity: attestation.capacity, id: by };
  if (isAgency(capacity)) return { capacity, id: attestation ? agency : by };
  return undefined;
}

/**
 * Who signed is what they say, and may sign for whom they sign for.
 * @throws TrustError `TRUST_NOT_ALLOWED`; RuleBroken `RULE_ACT_NOT_ON_FILE`
 */
export function checkSigner(
  { capacity, attestation }: Actor,
  by: string,
  facts: Facts,
  ends: Ends,
) {
  const own = attestation?.capacity ?? capacity;
  if (!facts.roles.includes(CAPACITIES[own].role) || !standsOn(own, by, ends))
    throw notAllowed(`${by} is not ${CAPACITIES[own].title}`);
  if (!attestation) return;
  const attesters: readonly string[] = CAPACITIES[capacity].attestedBy;
  if (!attesters.includes(own))
    throw notAllowed(`${CAPACITIES[own].title} does not sign for ${CAPACITIES[capacity].title}`);
  if (!/^[A-Za-z0-9_-]{43}$/.test(attestation.act))
    throw new RuleBroken('RULE_ACT_NOT_ON_FILE', 'no act of the party is on file', {
      pointer: '/actor/attestation/act',
    });
}

/**
 * The agency is the one of the case, if it has one already, and was licensed for the destination both when it acted
 * and now.
 * @throws TrustError `TRUST_NOT_ALLOWED`, `LICENCE_NOT_ACTIVE`, `LICENCE_SCOPE`
 */
export function checkAgency(actor: Actor, by: string, { licence }: Facts, ends: Ends, state: Case) {
  const agent = agencyOf(actor, by);
  if (!agent) return;
  const { capacity, id } = agent;
  if (id === undefined || !standsOn(capacity, id, ends))
    throw notAllowed('the agency is not named, or of another state');
  if ((state.agencies[capacity] ?? id) !== id) throw notAllowed('another agency has this case');
  const standings = licence
    ? [licence.recorded, licence.occurred]
    : ['LICENCE_NOT_ACTIVE' as const];
  for (const standing of standings)
    if (standing !== 'ACTIVE')
      throw new TrustError(standing, 'the agency may not recruit for this destination', {
        facts: { destination: ends.destination },
      });
}

function standsOn(capacity: Capacity, id: string, { origin, destination }: Ends): boolean {
  const state = stateOf(id);
  switch (CAPACITIES[capacity].side) {
    case 'origin':
      return state === origin;
    case 'destination':
      return state === destination;
    case 'either':
      return state === origin || state === destination;
    case 'nowhere':
      return state === id;
  }
}

export const notAllowed = (reason: string) => new TrustError('TRUST_NOT_ALLOWED', reason);
