import {
  certificate,
  evidence,
  type Certificate,
  type IssuedRecord,
  type RecordReference,
} from '#certificates';
import {
  parseCredential,
  recordDigest,
  recordTypeOf,
  verifyCredentialAsync,
  type ParsedCredential,
  type RecordType,
} from '#credentials';
import {
  decide,
  fold,
  instantOf,
  later,
  RuleBroken,
  stateOf,
  StoreError,
  TrustError,
  type JsonObject,
} from '#kernel';
import { judge, membership } from '#participants';
import { jcs, verificationKey } from '#signing';
import { assertDecided, type Append } from './append.ts';
import { DECISION_SECONDS, type Known } from './known.ts';
import { proveRouting } from './prove-routing.ts';
import type { HistoryEvent } from './read-event.ts';

/**
 * A record as it was issued: its JWT says what the event says, its key was its issuer's and active when it was
 * recorded, its state a member, and it went where the contracts in force wanted it.
 * @returns the verification of its signature, on a thread of the pool
 */
export function proveIssued(append: Append, known: Known): Promise<void> {
  const [event] = append;
  const parsed = parseCredential(`${textIn(event.data, 'jwt')}~`);
  const type = recordTypeOf(parsed.payload.vct);
  const record = recordIn(event.data, parsed, type);
  assertPlace(event, record, type);
  assertMember(record.controller, event, known);
  const routing = { under: event.under ?? [], to: event.to ?? [] };
  const maxAgeSeconds = proveRouting({ at: event.at, ...routing }, record, known);
  assertAge(record.iat, event, maxAgeSeconds);
  const issuance = { data: { record, routing }, at: event.at, by: record.issuer };
  const decided =
    type.family === 'certificate'
      ? decide(certificate, { type: 'IssueCertificate', ...issuance }, certificate.initial)
      : decide(evidence, { type: 'ReceiveEvidence', ...issuance }, evidence.initial);
  assertDecided(append, decided);
  assertPredecessor(event, record, known);
  const verified = verifyIssuer(parsed, event, known);
  keep(event, record, type, known);
  return verified;
}

/** What the event must say of a JWT; what is sealed and drawn at random is taken as it is. */
function recordIn(data: JsonObject, parsed: ParsedCredential, type: RecordType): IssuedRecord {
  const { iss: issuer, id, iat } = parsed.payload;
  return {
    issuer,
    id,
    digest: recordDigest(parsed.jwt),
    recordType: type.name,
    kid: parsed.header.kid,
    iat,
    jwt: parsed.jwt,
    sealed: textIn(data, 'sealed'),
    controller: stateOf(issuer),
    subject: textIn(data, 'subject'),
    ...('supersedes' in data && { supersedes: textIn(data, 'supersedes') }),
  };
}

export function textIn(data: JsonObject, name: string): string {
  const text = data[name];
  if (typeof text === 'string') return text;
  throw new StoreError('STORE_CORRUPT', `an event without ${name}`);
}

function assertPlace({ stream, revision }: HistoryEvent, record: IssuedRecord, type: RecordType) {
  if (stream !== `${type.family}-${record.issuer}-${record.id}` || revision !== 0)
    throw new TrustError('TRUST_MISROUTED', 'a record stands in another stream than its own');
}

function assertMember(state: string, { at }: HistoryEvent, { trust }: Known): void {
  const moments = [at, later(at, -DECISION_SECONDS)];
  if (!moments.some((moment) => membership(trust, state, moment) === 'member'))
    throw new TrustError('TRUST_MEMBERSHIP', `${state} was no member`, { facts: { state } });
}

function assertAge(iat: number, { at }: HistoryEvent, maxAgeSeconds: number): void {
  if (instantOf(iat) < later(at, -maxAgeSeconds - DECISION_SECONDS))
    throw new TrustError('TRUST_IAT_TOO_OLD', 'the record was signed long before', {
      facts: { maxAgeSeconds },
    });
}

/** The predecessor's stream announced exactly this record, and of the same worker (architecture §7). */
function assertPredecessor({ stream }: HistoryEvent, record: IssuedRecord, known: Known): void {
  const isAwaited = known.awaited.get(stream) === record.digest;
  if (record.supersedes === undefined) {
    if (known.awaited.has(stream))
      throw new RuleBroken(
        'RULE_STATEMENT_MISMATCH',
        'an announced successor names no predecessor',
      );
    return;
  }
  const before = known.records.get(`certificate-${record.issuer}-${record.supersedes}`);
  if (!isAwaited || before?.subject !== record.subject)
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'the predecessor announced another successor');
  known.awaited.delete(stream);
}

/** Judged at the time of recording, by what was known then (architecture §6). */
function verifyIssuer(parsed: ParsedCredential, { at }: HistoryEvent, known: Known): Promise<void> {
  const { iss, iat } = parsed.payload;
  const { kid } = parsed.header;
  const key = judge(known.trust, kid, { use: 'record', iat, recordedAt: at });
  if (key.holder !== iss)
    throw new TrustError('TRUST_WRONG_ISSUER', `${kid} is a key of ${key.holder}`, {
      facts: { kid },
    });
  known.signatures++;
  return verifyCredentialAsync(parsed, verificationKey(key.jwk, key.alg));
}

function keep(event: HistoryEvent, record: IssuedRecord, type: RecordType, known: Known): void {
  const { kid, digest, controller, subject } = record;
  const life: Pick<Certificate, 'to'> =
    type.family === 'certificate' ? fold(certificate, [event]) : { to: event.to ?? [] };
  const recordedAt = event.at;
  known.records.set(event.stream, { kid, digest, controller, subject, recordedAt, life });
  known.subjects.set(subject, [...(known.subjects.get(subject) ?? []), event.stream]);
}

/** The record that a lifecycle event is about, as the event names it. @throws RuleBroken `RULE_RECORD_UNKNOWN` */
export function referenceIn({ stream, data }: HistoryEvent): RecordReference {
  const [issuer, id, digest] = ['issuer', 'id', 'digest'].map((name) => textIn(data, name));
  if (stream !== `certificate-${issuer}-${id}`)
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'the event is about a record of another stream');
  return { issuer, id, digest } as RecordReference;
}

export const isSame = (one: unknown, other: unknown): boolean => jcs(one) === jcs(other);
