import type { GrantReference, Recipient } from './event.ts';
import { byText } from './order.ts';

const ANSWERED_ROLES: readonly string[] = ['agency', 'information-centre'];

/** Roles that a contract lets ask: they get answers about what they were shown or told, never records. */
export const isOnlyAnswered = (role: string): boolean => ANSWERED_ROLES.includes(role);

/**
 * Everybody in either list, with all their grants, each once. Sorted by authority, contract, version and grant, so that
 * the same set is always the same list whatever order it was gathered in.
 */
export function joinRecipients(
  some: readonly Recipient[],
  others: readonly Recipient[],
): readonly Recipient[] {
  const joined = new Map<string, Map<string, GrantReference>>();
  for (const { authority, grants } of [...some, ...others]) {
    const known = joined.get(authority) ?? new Map<string, GrantReference>();
    for (const grant of grants)
      known.set(`${grant.contract} ${grant.version} ${grant.grant}`, grant);
    joined.set(authority, known);
  }
  return [...joined]
    .map(([authority, grants]) => ({ authority, grants: [...grants.values()].sort(byPlace) }))
    .sort((one, other) => byText(one.authority, other.authority));
}

const byPlace = (one: GrantReference, other: GrantReference): number =>
  byText(one.contract, other.contract) || one.version - other.version || one.grant - other.grant;
