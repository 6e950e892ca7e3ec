import type { JsonObject } from '#kernel';
import type { VerifiedDelivery } from '../pipeline/verified-delivery.ts';

/** A delivery in the hub's own words, for a national system that has no form of its own for it. */
export const canonicalDocument = ({
  authority,
  event: { id, type, recordedAt },
  record,
  demand,
  subject,
  content,
}: VerifiedDelivery): JsonObject => ({
  event: { id, type, recordedAt },
  authority,
  ...(record && { record }),
  ...(demand ? { demand } : { worker: subject }),
  ...content,
});
