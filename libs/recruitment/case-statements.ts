import type { RecordReference } from '#certificates';
import { dayOf, RuleBroken, type Instant, type JsonObject } from '#kernel';
import { agency, authority, licensed, type TrustList } from '#participants';
import { agencyOf } from './domain/actors.ts';
import type { Facts, Step } from './domain/case.messages.ts';
import { corridorAt } from './domain/corridors.ts';

/** What a `transition+jws` says: of which case, and what happened. */
export type TransitionStatement = JsonObject & { readonly record: RecordReference };

/** The step that a statement speaks of. @param payload fits its schema, or is compared with the event it led to */
export function stepIn(payload: JsonObject): Step {
  const { iss: _, iat: __, record: ___, ...said } = payload;
  return said as unknown as Step;
}

/** Between which states a case leads. */
export type Ends = { readonly origin: string; readonly destination: string };

/**
 * What is known to everybody of a step: what the trust list says of who signed and of the agency's licence, then and
 * when it is recorded, and the rule of the corridor on the day.
 * @throws RuleBroken `RULE_CORRIDOR_UNKNOWN`
 */
export function standing(
  trust: TrustList,
  { actor, occurredAt }: Step,
  by: string,
  { origin, destination }: Ends,
  at: Instant,
): Pick<Facts, 'roles' | 'licence' | 'corridor'> {
  const corridor = corridorAt(origin, destination, dayOf(occurredAt));
  if (!corridor)
    throw new RuleBroken('RULE_CORRIDOR_UNKNOWN', 'the corridor has no rule on that day', {
      facts: { origin, destination },
    });
  const agent = agencyOf(actor, by)?.id;
  return {
    roles: rolesOf(trust, by),
    corridor,
    ...(agent !== undefined && {
      licence: {
        recorded: licensed(trust, agent, destination, at),
        occurred: licensed(trust, agent, destination, occurredAt),
      },
    }),
  };
}

/** The hub stands in no trust list: it is what the events of its own rules say they are by. */
function rolesOf(trust: TrustList, id: string): readonly string[] {
  if (id === 'HUB') return ['hub'];
  return authority(trust, id)?.roles ?? (agency(trust, id) ? ['agency'] : []);
}
