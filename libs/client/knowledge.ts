import type { ContractsView } from '#contracts';
import type { TrustList } from '#participants';
import type { Genesis } from '#signing';
import { verifyHistory, type Finding } from './history/index.ts';
import type { HubClient } from './hub-client.ts';
import type { ReplayedEvent } from './types.ts';

/** Who takes part and what was agreed, proved from genesis: an event that is not proved changes nothing. */
export type Knowledge = {
  readonly trust: TrustList;
  readonly contracts: ContractsView;
  /** What the hub says and cannot prove. */
  readonly findings: readonly Finding[];
};

/**
 * Reads the trust list and the contracts from a hub and proves both.
 * @param client a participant's; contracts are not public
 * @param genesis verified against a hash that was learned out of band
 */
export async function readKnowledge(client: HubClient, genesis: Genesis): Promise<Knowledge> {
  const events: ReplayedEvent[] = [];
  for await (const event of client.trustList()) events.push(event);
  for await (const event of client.contractEvents()) events.push(event);
  // A contract is judged by the keys that were known when it was signed: one order for both, the store's.
  events.sort((one, other) => (one.position < other.position ? -1 : 1));
  const { trust, contracts, findings } = await verifyHistory(genesis, events);
  return { trust, contracts, findings };
}
