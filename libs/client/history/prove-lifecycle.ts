import {
  certificate,
  certificateCommand,
  type CertificateCommand,
  type CertificateEvent,
  type CertificateStatementType,
} from '#certificates';
import { decide, fold, RuleBroken, StoreError, TrustError, WireError } from '#kernel';
import { isDoubtful } from '#participants';
import { isObject } from '#signing';
import { assertDecided, type Append } from './append.ts';
import { referenceTo, type Known, type KnownRecord } from './known.ts';
import { proveShare } from './prove-share.ts';
import type { HistoryEvent } from './read-event.ts';
import { readStatement } from './read-statement.ts';

/** The hub itself: what it derives from what it holds. */
const HUB = 'HUB';

/** What becomes of a certificate after its issue: who said it could say it, and everybody it went to was told. */
export function proveLifecycle(append: Append, known: Known): void {
  const [first] = append;
  const record = known.records.get(first.stream);
  if (!record) throw new RuleBroken('RULE_RECORD_UNKNOWN', 'an event of a record nobody issued');
  const life = fold(certificate, record.events);
  if (first.type === 'CertificateShared')
    proveShare(append, record, known, (data, at) =>
      decide(certificate, { type: 'ShareCertificate', data, at, by: HUB }, life),
    );
  else assertDecided(append, decide(certificate, commandFor(first, record, known), life));
  record.events.push(...append);
  if (first.type === 'CertificateSuperseded') announce(first, record, known);
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
    const statement = readStatement(event, typ, known);
    if (!isObject(statement.payload['record']))
      throw new WireError('WIRE_SCHEMA_MISMATCH', 'a statement about no record');
    return certificateCommand(typ, statement.payload, statement, at);
  }
  const reference = referenceTo(record);
  const said = event as unknown as CertificateEvent; // Compared whole with what is decided.
  switch (said.type) {
    case 'CertificateSuperseded': {
      const { id, digest } = said.data.by;
      const successor = { by: { id, digest }, corrected: said.data.corrected === true };
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
function assertCompromised(record: KnownRecord, named: unknown, { lookback }: Known): void {
  if (named !== record.kid || !isDoubtful(lookback.now.trust, record.kid, record.recordedAt))
    throw new TrustError('TRUST_NOT_ALLOWED', 'nobody reported the key of this record');
}

/** The successor's own record proves the supersession, and comes after it. */
function announce(
  { data, stream }: HistoryEvent,
  { issuer, subject }: KnownRecord,
  known: Known,
): void {
  const { by } = data as unknown as Superseded; // As it was decided.
  known.announced.set(`certificate-${issuer}-${by.id}`, {
    by: stream,
    digest: by.digest,
    subject,
  });
}

type Superseded = Extract<CertificateEvent, { type: 'CertificateSuperseded' }>['data'];
