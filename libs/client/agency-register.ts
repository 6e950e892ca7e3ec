import type { Instant } from '#kernel';
import { agencyRegister, type RegisteredAgency, type RegisterFilter } from '#participants';
import type { Genesis } from '#signing';
import { verifyHistory } from './history/index.ts';
import type { HubClient } from './hub-client.ts';
import type { ReplayedEvent } from './types.ts';

/** The public register of agencies, as it was in effect at `validAt`. */
export type AgencyRegister = {
  readonly validAt: Instant;
  readonly agencies: readonly RegisteredAgency[];
};

/**
 * The register made here from the trust list, every statement of which is verified from genesis on: what a hub says and
 * cannot prove is not in it.
 * @param genesis verified against a hash that was learned out of band
 */
export async function provedRegister(
  client: HubClient,
  genesis: Genesis,
  { validAt, ...filter }: RegisterFilter & { readonly validAt: Instant },
): Promise<AgencyRegister> {
  const events: ReplayedEvent[] = [];
  for await (const event of client.trustList()) events.push(event);
  const { trust } = await verifyHistory(genesis, events);
  return { validAt, agencies: agencyRegister(trust, validAt, filter) };
}
