import { certificate, evidence, type IssuedRecord, type Routing } from '#certificates';
import {
  parseCredential,
  recordDigest,
  recordTypeOf,
  type ParsedCredential,
  type RecordType,
} from '#credentials';
import {
  decide,
  fold,
  later,
  milliseconds,
  RuleBroken,
  stateOf,
  TrustError,
  type DomainEvent,
  type Instant,
  type JsonObject,
} from '#kernel';
import { judge, membership, type TrustedKey, type TrustList } from '#participants';
import { recruitmentCase } from '#recruitment';
import { assertDecided, type Append } from './append.ts';
import { referenceTo, type Known, type KnownRecord } from './known.ts';
import type { Grounds } from './grounds.ts';
import { opened } from './prove-cases.ts';
import { DECISION_SECONDS } from './lookback.ts';
import { sealedIn, subjectIn } from './record-form.ts';
import type { HistoryEvent } from './read-event.ts';
import { readStatement, type SaidStatement } from './read-statement.ts';
import { textIn } from './text-in.ts';

/**
 * A record as it was issued: its JWT says what the event says, its key was its issuer's and active when it was
 * recorded, its state a member, and it went to all that the contracts in force name, and to nobody else.
 */
export function proveIssued(append: Append, known: Known): void {
  const [event] = append;
  const parsed = parseCredential(`${textIn(event.data, 'jwt')}~`);
  const type = recordTypeOf(parsed.payload.vct);
  const record = recordIn(event.data, parsed, type);
  assertPlace(event, record, type);
  const stated =
    'statement' in event.data ? readStatement(event, 'transition+jws', known) : undefined;
  const key = known.lookback.decided(event.at, (grounds, moment) =>
    admitted(append, record, stated, grounds, moment),
  );
  assertNotErased(record, event, known);
  assertPredecessor(event, record, known);
  known.signatures.check(event, parsed, key);
  keep(event, record, known);
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
    sealed: sealedIn(data),
    controller: stateOf(issuer),
    subject: subjectIn(data),
    ...('supersedes' in data && { supersedes: textIn(data, 'supersedes') }),
  };
}

function assertPlace({ stream, revision }: HistoryEvent, record: IssuedRecord, type: RecordType) {
  if (stream !== `${type.family}-${record.issuer}-${record.id}` || revision !== 0)
    throw new TrustError('TRUST_MISROUTED', 'a record stands in another stream than its own');
}

/** What the hub decided when it took the record in, asked again. @returns the key that signed it */
function admitted(
  append: Append,
  record: IssuedRecord,
  stated: SaidStatement | undefined,
  grounds: Grounds,
  moment: Instant,
): TrustedKey {
  const { trust } = grounds;
  const key = issuerKey(record, trust, moment);
  assertMember(record.controller, trust, moment);
  const routing = grounds.route(record, moment);
  const { under, to } = routing;
  const decided = ENTERING[record.recordType]!({
    record,
    routing: { under, to },
    append,
    stated,
    grounds,
    moment,
  });
  assertAge(record.iat, routing.maxAgeSeconds, moment);
  assertDecided(append, decided);
  return key;
}

type Entering = {
  readonly record: IssuedRecord;
  readonly routing: Routing;
  readonly append: Append;
  /** The statement that came with it, if its family's records come with one. */
  readonly stated: SaidStatement | undefined;
  readonly grounds: Grounds;
  readonly moment: Instant;
};

/** By record type: the events by which it enters its stream. */
const ENTERING: Readonly<Record<string, (entering: Entering) => readonly DomainEvent[]>> = {
  MedicalCertificate: (entering) =>
    decide(certificate, { type: 'IssueCertificate', ...issuance(entering) }, certificate.initial),
  MedicalEvidence: (entering) =>
    decide(evidence, { type: 'ReceiveEvidence', ...issuance(entering) }, evidence.initial),
  RecruitmentCase: ({ append: [event], record, routing, stated, grounds, moment }) =>
    opened(event, { record, routing, stated, trust: grounds.trust, moment }),
};

const issuance = ({ record, routing, append: [{ at }] }: Entering) => ({
  data: { record, routing },
  ...{ at, by: record.issuer },
});

/** Judged at the time of recording, by what was known then (architecture §6). */
function issuerKey({ kid, iat, issuer }: IssuedRecord, trust: TrustList, recordedAt: Instant) {
  const key = judge(trust, kid, { use: 'record', iat, recordedAt });
  if (key.holder === issuer) return key;
  throw new TrustError('TRUST_WRONG_ISSUER', `${kid} is a key of ${key.holder}`, {
    facts: { kid },
  });
}

/** @throws TrustError `TRUST_MEMBERSHIP` */
export function assertMember(state: string, trust: TrustList, at: Instant): void {
  if (membership(trust, state, at) !== 'member')
    throw new TrustError('TRUST_MEMBERSHIP', `${state} was no member`, { facts: { state } });
}

/** @throws TrustError `TRUST_IAT_TOO_OLD` */
export function assertAge(iat: number, maxAgeSeconds: number, at: Instant): void {
  if (iat * 1_000 < milliseconds(at) - maxAgeSeconds * 1_000)
    throw new TrustError('TRUST_IAT_TOO_OLD', 'the record was signed long before', {
      facts: { maxAgeSeconds },
    });
}

/** Nobody can seal for a worker who was erased; what was on its way then no key opens. */
function assertNotErased({ subject }: IssuedRecord, { at }: HistoryEvent, { erased }: Known): void {
  const since = erased.get(subject)?.since;
  if (since !== undefined && at > later(since, DECISION_SECONDS))
    throw new RuleBroken('RULE_SUBJECT_ERASED', 'a record of a worker who was erased before');
}

/** The predecessor's stream announced exactly this record, and of the same worker (architecture §7). */
function assertPredecessor(
  { stream }: HistoryEvent,
  { issuer, supersedes, digest, subject }: IssuedRecord,
  { announced }: Known,
): void {
  const found = announced.get(stream);
  const isAnnounced = found?.digest === digest && found.subject === subject;
  const names = supersedes !== undefined && found?.by === `certificate-${issuer}-${supersedes}`;
  if (found ? !isAnnounced || !names : supersedes !== undefined)
    throw new RuleBroken('RULE_RECORD_UNKNOWN', 'the predecessor announced another successor');
  announced.delete(stream);
}

function keep(event: HistoryEvent, record: IssuedRecord, known: Known): void {
  const { recordType, kid, controller, subject, issuer: by } = record;
  const { type, at, revision, under = [], to = [] } = event;
  const data = referenceTo(record);
  const entry: KnownRecord = {
    ...data,
    ...{ recordType, kid, controller, subject },
    recordedAt: at,
    events: [{ type, data, at, by, revision, under, to }],
  };
  if (recordType === 'RecruitmentCase')
    known.cases.set(event.stream, fold(recruitmentCase, [event]));
  known.records.set(event.stream, entry);
  const others = known.subjects.get(subject);
  if (others) others.push(entry);
  else known.subjects.set(subject, [entry]);
}
