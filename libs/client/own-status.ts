import type { OwnStatus } from '#recruitment';
import { parseJws, verifyJws, type VerificationKey } from '#signing';

/** How a worker's own case stands, as the hub told an information centre. */
export type OwnStatusAnswer = OwnStatus & {
  /** The information centre that asked. */
  readonly aud: string;
  readonly checkedAt: string;
  readonly receiptId: string;
  /** The `own-status+jws` itself. */
  readonly proof: string;
};

/** Checks an `own-status+jws` with the hub's key of genesis. @throws HubError if it is not the hub's */
export function verifyOwnStatus(proof: string, hubKey: VerificationKey): OwnStatusAnswer {
  const jws = parseJws(proof, { typ: 'own-status+jws' });
  verifyJws(jws, hubKey);
  return { ...(jws.payload as Omit<OwnStatusAnswer, 'proof'>), proof } as OwnStatusAnswer;
}
