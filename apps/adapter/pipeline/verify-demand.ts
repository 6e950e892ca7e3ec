import type { Delivery } from '#fan-out';
import { RuleBroken, TrustError, WireError, type JsonObject } from '#kernel';
import { DEMAND_SUBJECT } from '#recruitment';
import { isObject, jcs } from '#signing';
import type { Knowledge } from './hub-knowledge.ts';
import { documentOf, grantsTo } from './proved-contracts.ts';
import type { VerifiedDelivery } from './verified-delivery.ts';
import { verifyStatement } from './verify-statement.ts';

type DemandDelivery = Extract<Delivery, { data: JsonObject }>;

/** The statement behind a type of event, and what it must say. */
type Proof = { readonly typ: string; readonly saying: (data: JsonObject) => JsonObject };

const demandIn = ({ authority, id }: JsonObject): JsonObject => ({ authority, id });
const closing = (data: JsonObject): JsonObject => ({
  demand: demandIn(data),
  reason: data['reason'],
});

/** Undefined: the hub derives it from what it holds, and nobody states it. */
const PROOFS: Readonly<Record<string, Proof | undefined>> = {
  DemandRegistered: {
    typ: 'demand+jws',
    saying: ({ document }) => ({ demand: document }),
  },
  QuotaReserved: {
    typ: 'demand-quota+jws',
    saying: ({ category, reference, ...data }) => ({ demand: demandIn(data), category, reference }),
  },
  QuotaNotRequired: undefined,
  DemandFilled: undefined,
  DemandClosed: { typ: 'demand-closing+jws', saying: closing },
  DemandRefused: { typ: 'demand-refusal+jws', saying: closing },
};

export const isOfDemand = ({ event }: Delivery): boolean => event.stream.startsWith('demand-');

/**
 * Checks what an employer asks for, and what became of it: place → contract → statement → who may say it → what it
 * says. Each step throws its one code.
 */
export function verifyDemand(
  { event, subject, data, statement }: DemandDelivery,
  authority: string,
  knowledge: Knowledge,
): VerifiedDelivery {
  const { authority: ministry, id } = data;
  if (!Object.hasOwn(PROOFS, event.type))
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'an event of an unknown type', {
      pointer: '/event/type',
    });
  if (typeof ministry !== 'string' || typeof id !== 'string' || !isAt(event.stream, ministry, id))
    throw new TrustError('TRUST_MISROUTED', `a ${event.type} of another stream`);
  if (event.type === 'DemandRegistered') checkGranted(event, ministry, authority, knowledge);
  const proof = PROOFS[event.type];
  if ((proof === undefined) !== (statement === undefined))
    throw new WireError('WIRE_SCHEMA_MISMATCH', `a ${event.type} needs another proof`, {
      pointer: '/statement',
    });
  if (proof && statement !== undefined) {
    const { by, said } = verifyStatement(statement, proof.typ, event.recordedAt, knowledge.trust);
    if (by !== ministry)
      throw new TrustError('TRUST_NOT_ALLOWED', `${by} may not cause a ${event.type}`);
    if (jcs(said) !== jcs(proof.saying(data)) || !isOfIts(data))
      throw new RuleBroken('RULE_STATEMENT_MISMATCH', 'it says something else than its statement');
  }
  const content = statement === undefined ? { facts: data } : { facts: data, statement };
  return { authority, event, demand: { authority: ministry, id }, subject, content };
}

const isAt = (stream: string, authority: string, id: string): boolean =>
  stream === `demand-${authority}-${id}`;

/** The document names the very demand that it is filed under. */
const isOfIts = ({ document, authority, id }: JsonObject): boolean =>
  document === undefined ||
  (isObject(document) && document['authority'] === authority && document['id'] === id);

function checkGranted(
  { under }: Delivery['event'],
  issuer: string,
  authority: string,
  { trust, contracts }: Knowledge,
): void {
  const documents = under.map((reference) => documentOf(reference, contracts));
  const matter = { issuer, recordType: DEMAND_SUBJECT };
  if (grantsTo(authority, matter, documents, trust).length === 0)
    throw new RuleBroken('RULE_NO_CONTRACT', `nothing grants demands of ${issuer} here`);
}
