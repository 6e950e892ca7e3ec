import {
  certificate,
  type CertificateCommand,
  type RecordReference,
  type ReviewReason,
  type RevocationReason,
} from '#certificates';
import type { StoredEvent } from '#event-store';
import { actOf, RuleBroken, stateOf, type Clock, type Instant, type JsonObject } from '#kernel';
import type { EventLog } from '../log/event-log.ts';
import type { Receipt, Receipts } from '../log/receipts.ts';
import { readStatement, type ReadStatement } from '../statements/read-statement.ts';
import type { HubViews } from '../views/hub-views.ts';

type Revocation = { record: RecordReference; reason: RevocationReason; effectiveFrom?: Instant };
type Review =
  | { record: RecordReference; act: 'OPEN'; reason: ReviewReason; deadline?: Instant }
  | {
      record: RecordReference;
      act: 'CLOSE';
      outcome: 'UPHELD' | 'REVOKED';
      effectiveFrom?: Instant;
    };
type Recognition = {
  record: RecordReference;
  act: 'SUSPEND' | 'RESTORE';
  state: string;
  reason?: string;
};

type Row<Payload> = (
  statement: ReadStatement<Payload>,
) => Pick<CertificateCommand, 'type' | 'data'>;

/** What each statement about a certificate asks of it. */
const COMMANDS = {
  'revocation+jws': ({ payload: { record, reason, effectiveFrom }, text }) => ({
    type: 'RevokeCertificate',
    data: { record, reason, ...(effectiveFrom && { effectiveFrom }), statement: text },
  }),
  'review+jws': ({ payload, text }) =>
    payload.act === 'OPEN'
      ? {
          type: 'OpenReview',
          data: {
            record: payload.record,
            reason: payload.reason,
            ...(payload.deadline && { deadline: payload.deadline }),
            statement: text,
          },
        }
      : {
          type: 'CloseReview',
          data: {
            record: payload.record,
            outcome: payload.outcome,
            ...(payload.effectiveFrom && { effectiveFrom: payload.effectiveFrom }),
            statement: text,
          },
        },
  'recognition+jws': ({ payload: { record, act, state, reason }, by, text }) => {
    if (stateOf(by) !== state)
      throw new RuleBroken('RULE_NOT_A_PARTY', `${by} speaks for another state`, {
        pointer: '/statement/state',
      });
    return act === 'SUSPEND'
      ? { type: 'SuspendRecognition', data: { record, state, reason: reason!, statement: text } }
      : { type: 'RestoreRecognition', data: { record, state, statement: text } };
  },
} satisfies {
  'revocation+jws': Row<Revocation>;
  'review+jws': Row<Review>;
  'recognition+jws': Row<Recognition>;
};

export type CertificateStatementType = keyof typeof COMMANDS;

/** Statements about one certificate: read, decide on its stream, append, and give a receipt of the event that holds the statement. */
export class CertificateStatements {
  private readonly log: EventLog;
  private readonly views: HubViews;
  private readonly receipts: Receipts;
  private readonly clock: Clock;

  constructor(log: EventLog, views: HubViews, receipts: Receipts, clock: Clock) {
    this.log = log;
    this.views = views;
    this.receipts = receipts;
    this.clock = clock;
  }

  /** The same statement again is answered with the same receipt. @throws HubError */
  async submit(
    typ: CertificateStatementType,
    text: string,
    path: { readonly issuer: string; readonly id: string },
  ): Promise<Receipt> {
    const at = this.clock.now();
    const statement = readStatement<JsonObject & { record: RecordReference }>(
      text,
      typ,
      this.views.trust,
      at,
    );
    const { record } = statement.payload;
    if (record.issuer !== path.issuer || record.id !== path.id)
      throw new RuleBroken(
        'RULE_RECORD_UNKNOWN',
        'the statement names another record than the path',
        {
          pointer: '/statement/record',
        },
      );
    const row = COMMANDS[typ] as unknown as Row<JsonObject>;
    const command = { ...row(statement), at, by: statement.by } as CertificateCommand;
    const stream = `certificate-${record.issuer}-${record.id}`;
    const { before, stored } = await this.log.carryOut(stream, certificate, command);
    const event = [...stored, ...before].find((one) => holds(one, text));
    if (!event)
      throw new RuleBroken(
        'RULE_RECORD_ENDED',
        `${stream} already stands where the statement leads`,
      );
    return this.receipts.of(event, statement.digest);
  }
}

function holds({ data }: StoredEvent, text: string): boolean {
  const { statement } = data as { statement?: string };
  return statement !== undefined && actOf(statement) === actOf(text);
}
