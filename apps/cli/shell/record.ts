import type { RecordReference } from '#certificates';
import type { CertificateReading, HubClient } from '#client';
import { UsageError } from './failure.ts';

/** Names a record as its lifecycle statements do; the digest is asked of the hub unless it is given. */
export async function referenceTo(
  hub: HubClient,
  issuer: string,
  id: string,
  given?: string,
): Promise<RecordReference> {
  const digest = given ?? (await hub.certificate<CertificateReading>(issuer, id)).digest;
  if (digest === undefined) throw new UsageError('The hub does not say which record that is.');
  return { issuer, id, digest };
}

/** For whoever kept it, or does not want to take the hub's word for it. */
export const DIGEST = [
  '--digest <digest>',
  'of the record, as in its receipt; default: asked of the hub',
] as const;
export type Digest = { readonly digest?: string };
