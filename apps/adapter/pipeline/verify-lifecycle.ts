import type { Family } from '#credentials';
import type { Delivery } from '#fan-out';
import { RuleBroken, stateOf, TrustError, WireError, type Json, type JsonObject } from '#kernel';
import { isObject, jcs } from '#signing';
import type { Knowledge } from './hub-knowledge.ts';
import type { VerifiedDelivery } from './verified-delivery.ts';
import { verifyStatement } from './verify-statement.ts';

type LifecycleDelivery = Extract<Delivery, { data: JsonObject }>;

/** What stands behind a type of event. */
type Proof = {
  /** Of a record's streams; a certificate's where this is absent. */
  readonly family?: Family;
  /** The statement's `typ`; absent where there is none. */
  readonly typ?: string;
  readonly act?: string;
  readonly step?: string;
  /** Who may have signed it; anybody with a statement key where this is absent. */
  readonly mayBeSignedBy?: (signer: string, payload: JsonObject, data: JsonObject) => boolean;
  /** What comes without a statement. */
  readonly withoutStatement?: (data: JsonObject) => boolean;
};

const byIssuer = (signer: string, _: JsonObject, { issuer }: JsonObject) => signer === issuer;
const byState = (signer: string, _: JsonObject, { state }: JsonObject) => stateOf(signer) === state;
/** The controller of a worker is the state of those who issued the worker's records. */
const byController = (signer: string, { record }: JsonObject) =>
  isObject(record) && stateOf(signer) === stateOf(String(record['issuer']));

/** Whether the signer may is a rule of the case, which the hub and every auditor asks with what they know of it. */
const TRANSITION: Proof = { family: 'case', typ: 'transition+jws' };

const PROOFS: Readonly<Record<string, Proof>> = {
  CertificateRevoked: { typ: 'revocation+jws', mayBeSignedBy: byIssuer },
  // The successor's own record proves it, and comes by itself.
  CertificateSuperseded: { withoutStatement: () => true },
  ReviewOpened: {
    typ: 'review+jws',
    act: 'OPEN',
    withoutStatement: ({ reason }) =>
      reason === 'KEY_COMPROMISED' || reason === 'NUMBER_USED_TWICE',
  },
  ReviewClosed: { typ: 'review+jws', act: 'CLOSE', mayBeSignedBy: byIssuer },
  RecognitionSuspended: { typ: 'recognition+jws', act: 'SUSPEND', mayBeSignedBy: byState },
  RecognitionRestored: { typ: 'recognition+jws', act: 'RESTORE', mayBeSignedBy: byState },
  CaseTransitioned: { ...TRANSITION, withoutStatement: ({ step }) => step === 'PermitNotRequired' },
  HoldPlaced: { ...TRANSITION, step: 'HoldPlaced' },
  HoldLifted: { ...TRANSITION, step: 'HoldLifted' },
  ConsentWithdrawn: { ...TRANSITION, step: 'ConsentWithdrawn' },
  SubjectErased: { typ: 'erasure+jws', mayBeSignedBy: byController },
};

/** Checks that an event says what its statement says, and that the statement is by somebody who may say it. */
export function verifyLifecycle(
  { event, subject, data, statement }: LifecycleDelivery,
  authority: string,
  knowledge: Knowledge,
): VerifiedDelivery {
  const proof = Object.hasOwn(PROOFS, event.type) ? PROOFS[event.type] : undefined;
  if (!proof)
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'an event of an unknown type', {
      pointer: '/event/type',
    });
  const record = recordIn(data);
  checkPlace(event, record, proof);
  const isRight = statement ? proof.typ !== undefined : proof.withoutStatement?.(data);
  if (!isRight)
    throw new WireError('WIRE_SCHEMA_MISMATCH', `a ${event.type} needs another proof`, {
      pointer: '/statement',
    });
  if (statement !== undefined) checkStatement(statement, proof, event, data, knowledge);
  const content = statement === undefined ? { facts: data } : { facts: data, statement };
  return { authority, event, ...(record && { record }), subject, content };
}

function recordIn({ issuer, id, digest }: JsonObject): VerifiedDelivery['record'] {
  return typeof issuer === 'string' && typeof id === 'string' && typeof digest === 'string'
    ? { issuer, id, digest }
    : undefined;
}

function checkPlace(
  { stream, type }: Delivery['event'],
  record: VerifiedDelivery['record'],
  { family = 'certificate' }: Proof,
): void {
  const fits = record
    ? stream === `${family}-${record.issuer}-${record.id}`
    : type === 'SubjectErased' && stream.startsWith('subject-');
  if (!fits) throw new TrustError('TRUST_MISROUTED', `a ${type} of another stream than ${stream}`);
}

function checkStatement(
  statement: string,
  { typ = '', act, step, mayBeSignedBy }: Proof,
  { type, recordedAt }: Delivery['event'],
  data: JsonObject,
  { trust }: Knowledge,
): void {
  const { by, payload, said: all } = verifyStatement(statement, typ, recordedAt, trust);
  const { record, ...said } = all;
  if (mayBeSignedBy && !mayBeSignedBy(by, payload, data))
    throw new TrustError('TRUST_NOT_ALLOWED', `${by} may not cause a ${type}`);
  const { issuer, id, digest } = data;
  const isAbout =
    type === 'SubjectErased'
      ? areRecordsOf(stateOf(by), data['records'])
      : jcs(record) === jcs({ issuer, id, digest });
  const isSo = Object.entries({ ...data, act }).every(
    ([name, value]) => !(name in said) || jcs(said[name]) === jcs(value),
  );
  const isThat = said['act'] === act && (step === undefined || said['step'] === step);
  if (!isAbout || !isSo || !isThat)
    throw new RuleBroken(
      'RULE_STATEMENT_MISMATCH',
      `a ${type} says something else than its statement`,
    );
}

const areRecordsOf = (controller: string, records: Json | undefined): boolean =>
  Array.isArray(records) &&
  records.every((one) => isObject(one) && stateOf(String(one['issuer'])) === controller);
