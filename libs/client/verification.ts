import { parseJws, verifyJws, type VerificationKey } from '#signing';

/** By code, document number and birth date, or by a presented clearance (architecture §11). */
export type Question = { readonly destination: string; readonly occupation?: string } & (
  | { readonly code: string; readonly documentNumber: string; readonly birthDate: string }
  | { readonly clearance: string }
);

export type Answer = {
  readonly answer: 'CONFIRMED' | 'NOT_CONFIRMED' | 'CANNOT_ANSWER';
  readonly validUntil?: string;
  readonly checkedAt: string;
  readonly receiptId: string;
  /** The `answer+jws` itself: keep it, it proves what you were told. */
  readonly proof: string;
};

/** Checks an `answer+jws` with the hub's key of genesis. @throws HubError if it is not the hub's */
export function verifyAnswer(proof: string, hubKey: VerificationKey): Answer {
  const jws = parseJws(proof, { typ: 'answer+jws' });
  verifyJws(jws, hubKey);
  return { ...(jws.payload as Omit<Answer, 'proof'>), proof };
}
