import { RuleBroken, stateOf, type Instant, type JsonObject } from '#kernel';
import type {
  CertificateCommand,
  RecordReference,
  ReviewReason,
  RevocationReason,
} from './domain/certificate.messages.ts';

type Revocation = {
  readonly record: RecordReference;
  readonly reason: RevocationReason;
  readonly effectiveFrom?: Instant;
};

type Review = { readonly record: RecordReference } & (
  | { readonly act: 'OPEN'; readonly reason: ReviewReason; readonly deadline?: Instant }
  | {
      readonly act: 'CLOSE';
      readonly outcome: 'UPHELD' | 'REVOKED';
      readonly effectiveFrom?: Instant;
    }
);

type Recognition = { readonly record: RecordReference; readonly state: string } & (
  { readonly act: 'SUSPEND'; readonly reason: string } | { readonly act: 'RESTORE' }
);

type Payloads = {
  readonly 'revocation+jws': Revocation;
  readonly 'review+jws': Review;
  readonly 'recognition+jws': Recognition;
};

export type CertificateStatementType = keyof Payloads;

/** A statement that was verified, as far as a command needs it. */
type Said = { readonly by: string; readonly text: string };

type Asked = Pick<CertificateCommand, 'type' | 'data'>;

/** What each statement about a certificate asks of it. Optional members that are absent stay absent. */
const COMMANDS: {
  readonly [Type in CertificateStatementType]: (payload: Payloads[Type], said: Said) => Asked;
} = {
  'revocation+jws': ({ record, reason, effectiveFrom }, { text }) => ({
    type: 'RevokeCertificate',
    data: { record, reason, ...(effectiveFrom && { effectiveFrom }), statement: text },
  }),

  'review+jws'(payload, { text: statement }) {
    const { record } = payload;
    if (payload.act === 'OPEN') {
      const { reason, deadline } = payload;
      const data = { record, reason, ...(deadline && { deadline }), statement };
      return { type: 'OpenReview', data };
    }
    const { outcome, effectiveFrom } = payload;
    const data = { record, outcome, ...(effectiveFrom && { effectiveFrom }), statement };
    return { type: 'CloseReview', data };
  },

  'recognition+jws'(payload, { by, text: statement }) {
    const { record, state } = payload;
    if (stateOf(by) !== state)
      throw new RuleBroken('RULE_NOT_A_PARTY', `${by} speaks for another state`, {
        pointer: '/statement/state',
      });
    return payload.act === 'SUSPEND'
      ? { type: 'SuspendRecognition', data: { record, state, reason: payload.reason, statement } }
      : { type: 'RestoreRecognition', data: { record, state, statement } };
  },
};

/**
 * What a statement about a certificate asks, once it is proved who says it. Whether the signer may ask it is
 * decided on the certificate's stream.
 * @param payload fits the schema of its `typ`, or will be compared with the event it led to
 * @throws RuleBroken `RULE_NOT_A_PARTY` for a recognition of another state
 */
export function certificateCommand(
  typ: CertificateStatementType,
  payload: JsonObject,
  said: Said,
  at: Instant,
): CertificateCommand {
  const row = COMMANDS[typ] as (payload: unknown, said: Said) => Asked;
  // Sound: type and data were paired in the row.
  return { ...row(payload, said), at, by: said.by } as CertificateCommand;
}
