import type { RecordReference } from '#certificates';
import type { HubClient } from '#client';
import { UsageError } from '../../shell/failure.ts';

/** Names a case as statements do; the digest is asked of the hub unless it is given. */
export async function caseReference(
  hub: HubClient,
  issuer: string,
  id: string,
  given?: string,
): Promise<RecordReference> {
  const digest = given ?? (await hub.recruitmentCase({ issuer, id })).digest;
  if (digest !== undefined) return { issuer, id, digest };
  throw new UsageError('Agencies are not told the digest of a case: give --digest.');
}
