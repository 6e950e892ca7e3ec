import {
  certificate,
  certificateCommand,
  type Certificate,
  type CertificateCommand,
  type CertificateEvent,
  type CertificateStatementType,
} from '#certificates';
import { decide, fold, RuleBroken, StoreError, TrustError, WireError } from '#kernel';
import { keyOf } from '#participants';
import { isObject } from '#signing';
import { assertDecided, type Append } from './append.ts';
import type { Known, KnownRecord } from './known.ts';
import { referenceIn } from './prove-records.ts';
import { assertInForce } from './prove-routing.ts';
import type { HistoryEvent } from './read-event.ts';
import { readStatement } from './read-statement.ts';

/** The hub itself: what it derives from what it holds. */
const HUB = 'HUB';

/** What becomes of a certificate after its issue: who said it could say it, and everybody it went to was told. */
export function proveLifecycle(append: Append, known: Known): void {
  const [first] = append;
  const record = known.records.get(first.stream);
  if (!record) throw new RuleBroken('RULE_RECORD_UNKNOWN', 'an event of a record nobody issued');
  const life = record.life as Certificate; // Only evidence has less, and lives in other streams.
  assertDecided(append, decide(certificate, commandFor(first, record, known), life));
  known.records.set(first.stream, { ...record, life: fold(certificate, append, life) });
  if (first.type === 'CertificateSuperseded') awaitSuccessor(first, known);
}

const STATEMENTS: Readonly<Record<string, CertificateStatementType>> = {
  CertificateRevoked: 'revocation+jws',
  ReviewOpened: 'review+jws',
  ReviewClosed: 'review+jws',
  RecognitionSuspended: 'recognition+jws',
  RecognitionRestored: 'recognition+jws',
};

/** What must have been asked for this event to come of it. */
function commandFor(event: HistoryEvent, record: KnownRecord, known: Known): CertificateCommand {
  const { type, data, at, by } = event;
  const typ = Object.hasOwn(STATEMENTS, type) ? STATEMENTS[type] : undefined;
  if (typ && data['statement'] !== undefined) {
    const statement = readStatement(data, typ, at, known);
    if (!isObject(statement.payload['record']))
      throw new WireError('WIRE_SCHEMA_MISMATCH', 'a statement about no record');
    return certificateCommand(typ, statement.payload, statement, at);
  }
  const reference = referenceIn(event);
  const said = event as unknown as CertificateEvent; // `assertDecided` compares it whole.
  switch (said.type) {
    case 'CertificateShared': {
      const routing = { under: event.under ?? [], to: event.to ?? [] };
      const matter = { issuer: reference.issuer, recordType: 'MedicalCertificate' };
      assertInForce({ at, ...routing }, matter, known);
      return { type: 'ShareCertificate', data: { record: reference, routing }, at, by: HUB };
    }
    case 'CertificateSuperseded': {
      const successor = { by: said.data.by, corrected: said.data.corrected };
      return { type: 'SupersedeCertificate', data: { record: reference, ...successor }, at, by };
    }
    case 'ReviewOpened': {
      const { reason, kid } = said.data;
      if (reason === 'KEY_COMPROMISED') assertCompromised(record, kid, known);
      const review = { record: reference, reason, ...(kid !== undefined && { kid }) };
      return { type: 'OpenReview', data: review, at, by: HUB };
    }
    default:
      throw new StoreError('STORE_CORRUPT', `a ${type} without a statement`);
  }
}

/** The review is opened by what was known of the key, and for a record that it may have touched. */
function assertCompromised({ kid, recordedAt }: KnownRecord, named: unknown, { trust }: Known) {
  const since = keyOf(trust, kid)?.compromisedSince ?? null;
  if (named !== kid || since === null || recordedAt < since)
    throw new TrustError('TRUST_NOT_ALLOWED', 'nobody reported the key of this record');
}

/** The successor's own record proves the supersession, and comes after it. */
function awaitSuccessor({ data }: HistoryEvent, known: Known): void {
  const { id, digest } = data['by'] as { readonly id: string; readonly digest: string };
  known.awaited.set(`certificate-${String(data['issuer'])}-${id}`, digest);
}
