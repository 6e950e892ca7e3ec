import { assertClearanceFits, type Clearance } from '#credentials';
import { HubError, RuleBroken, type JsonObject } from '#kernel';

/**
 * Every clearance says what its record says, and names a status list of this hub (architecture §7).
 * @param lists where the hub publishes status lists: `https://hub.example/v1/status-lists/`
 * @throws RuleBroken `RULE_CLEARANCE_MISMATCH`, `RULE_STATUS_INDEX_SPENT`, with a pointer into the push
 */
export function checkClearances(
  clearances: readonly Clearance[],
  claims: JsonObject,
  lists: string,
): void {
  for (const [index, clearance] of clearances.entries()) {
    const place = `/clearances/${index}`;
    try {
      assertClearanceFits(clearance, claims);
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      const { code, message, pointer = '' } = error;
      throw new RuleBroken(code, message, { pointer: place + pointer, cause: error });
    }
    if (!clearance.status.list.startsWith(lists))
      throw new RuleBroken('RULE_STATUS_INDEX_SPENT', 'a clearance names a foreign status list', {
        pointer: place,
      });
  }
}

/** The list's name in the vault: the last segment of its URI. */
export const listOf = ({ status }: Clearance): string =>
  status.list.slice(status.list.lastIndexOf('/') + 1);
