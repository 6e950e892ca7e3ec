import {
  certificate,
  certificateCommand,
  type CertificateStatementType,
  type RecordReference,
} from '#certificates';
import { RuleBroken, type Clock, type JsonObject } from '#kernel';
import type { EventLog } from '../log/event-log.ts';
import type { Receipt, Receipts } from '../log/receipts.ts';
import { holdsStatement } from '../statements/holds-statement.ts';
import { readStatement } from '../statements/read-statement.ts';
import type { HubViews } from '../views/hub-views.ts';

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
        { pointer: '/statement/record' },
      );
    const command = certificateCommand(typ, statement.payload, statement, at);
    const stream = `certificate-${record.issuer}-${record.id}`;
    const { before, stored } = await this.log.carryOut(stream, certificate, command);
    const event = [...stored, ...before].find((one) => holdsStatement(one, text));
    if (!event)
      throw new RuleBroken(
        'RULE_RECORD_ENDED',
        `${stream} already stands where the statement leads`,
      );
    return this.receipts.of(event, statement.digest);
  }
}
