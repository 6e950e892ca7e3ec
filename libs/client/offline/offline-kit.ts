import { parseStatusList, type ParsedStatusList } from '#credentials';
import { HubError, isInstant, WireError, type Instant } from '#kernel';
import type { TrustList } from '#participants';
import { isObject, parseJson, type Genesis } from '#signing';
import { verifyHistory } from '../history/index.ts';
import type { HubClient } from '../hub-client.ts';
import { HubRefusal } from '../problem.ts';
import type { ReplayedEvent } from '../types.ts';

/** All that an agency needs to check clearances where there is no network. Public, and signed by those it is of. */
export type OfflineKit = {
  /** When it was asked for, by the clock of who asked. */
  readonly fetchedAt: Instant;
  /** The events of `GET /v1/trust-list`. */
  readonly trustList: readonly ReplayedEvent[];
  /** As their issuers, or whom they delegated, signed them. */
  readonly statusLists: readonly string[];
};

/** A kit whose endorsements are proved from genesis. Of its lists nothing is proved yet: `checkClearance` does that. */
export type OpenedKit = {
  readonly fetchedAt: Instant;
  readonly trust: TrustList;
  /** By the URI that clearances name. */
  readonly lists: ReadonlyMap<string, ParsedStatusList>;
  /** Events that nothing proves; they are left out. */
  readonly unproved: number;
};

/** Trust list and status lists, as the hub has them now. @returns also the URIs of lists that nobody signs for their issuers */
export async function fetchOfflineKit(
  hub: HubClient,
  fetchedAt: Instant,
): Promise<{ readonly kit: OfflineKit; readonly unsigned: readonly string[] }> {
  const trustList = await Array.fromAsync(hub.trustList());
  const unsigned: string[] = [];
  const statusLists: string[] = [];
  for (const uri of await hub.statusLists())
    try {
      statusLists.push(await hub.statusList(uri));
    } catch (error) {
      if (!(error instanceof HubRefusal) || error.code !== 'RULE_STATUS_NOT_DELEGATED') throw error;
      unsigned.push(uri);
    }
  return { kit: { fetchedAt, trustList, statusLists }, unsigned };
}

/**
 * Proves the kit's endorsements. It needs no network, and no trust in who gave the kit.
 * @param genesis verified against a hash that was learned out of band
 */
export async function openOfflineKit(kit: OfflineKit, genesis: Genesis): Promise<OpenedKit> {
  const { fetchedAt, trustList, statusLists } = kit;
  const { trust, findings } = await verifyHistory(genesis, trustList);
  const lists = statusLists.flatMap((token) => {
    const list = readable(token);
    return list ? [[list.list.uri, list] as const] : [];
  });
  return { fetchedAt, trust, lists: new Map(lists), unproved: findings.length };
}

/** A list that cannot be read is one that is not there. */
function readable(token: string): ParsedStatusList | undefined {
  try {
    return parseStatusList(token);
  } catch (error) {
    if (error instanceof HubError) return undefined;
    throw error;
  }
}

const MOST_BYTES = 256 * 1024 * 1024;

/** The kit in a text that `JSON.stringify` made of it. @throws WireError */
export function parseOfflineKit(text: string): OfflineKit {
  const kit = parseJson(text, { bytes: MOST_BYTES });
  const { fetchedAt, trustList, statusLists } = isObject(kit) ? kit : {};
  const fits =
    isInstant(fetchedAt) &&
    Array.isArray(trustList) &&
    trustList.every((event) => isObject(event)) &&
    Array.isArray(statusLists) &&
    statusLists.every((token) => typeof token === 'string');
  if (!fits) throw new WireError('WIRE_SCHEMA_MISMATCH', 'this is not an offline kit');
  // Sound: what is in its events is looked at when they are proved.
  return { fetchedAt, trustList: trustList as unknown as ReplayedEvent[], statusLists };
}
