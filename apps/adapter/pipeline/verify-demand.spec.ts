import { randomUUID } from 'node:crypto';
import { closeDemand, registerDemand, reserveQuota } from '#client';
import { hashOf } from '#contracts';
import type { Delivery } from '#fan-out';
import { later, type ErrorCode, type JsonObject } from '#kernel';
import { replayTrust, type ParticipantEvent } from '#participants';
import { decode } from '#event-store';
import { sampleDemand, sampleRecruitment } from '#testing';
import { AT, SampleHub } from '../adapter.samples.ts';
import { canonicalDocument } from '../countries/canonical-document.ts';
import type { Knowledge } from './hub-knowledge.ts';
import { isOfDemand, verifyDemand } from './verify-demand.ts';

type DemandDelivery = Extract<Delivery, { data: JsonObject }>;

const hub = new SampleHub();
const contract = sampleRecruitment();
const hash = hashOf(contract);
const { trust } = replayTrust(
  hub.federation.genesis.document,
  hub.participants.map((event) => decode(event) as unknown as ParticipantEvent),
);
const knowledge: Knowledge = { trust, contracts: new Map([[hash, contract]]) };

const demand = { authority: 'RU.MOL', id: randomUUID() };
const document = sampleDemand(demand);
const key = (by = 'RU.MOL') => hub.key(`${by} statement`);
const delivery = (
  type: string,
  data: object,
  statement?: string,
  event: Partial<Delivery['event']> = {},
): DemandDelivery => ({
  event: {
    ...{ id: randomUUID(), type, stream: `demand-RU.MOL-${demand.id}`, revision: 0 },
    ...{ recordedAt: AT, under: [{ contract: contract.id, version: 1, hash }] },
    ...event,
  },
  subject: 'pairwise',
  data: { ...demand, ...data },
  ...(statement !== undefined && { statement }),
});
const registration = registerDemand(key(), AT, { demand: document });
const registered = (
  change: object = {},
  statement: string | undefined = registration,
  event = {},
) =>
  delivery(
    'DemandRegistered',
    { document, corridors: ['KG-RU/EAEU/2'], ...change },
    statement,
    event,
  );
const verify = (one: DemandDelivery, to = 'KG.MOL') => verifyDemand(one, to, knowledge);
const refusal = (one: DemandDelivery, to?: string): ErrorCode | undefined => {
  try {
    verify(one, to);
    return undefined;
  } catch (error) {
    return (error as { code: ErrorCode }).code;
  }
};

describe('a demand that is delivered', () => {
  test('is what its ministry signed, under a contract that grants it here', () => {
    const one = registered();
    expect(isOfDemand(one)).toBe(true);
    const verified = verify(one);
    expect(verified).toMatchObject({
      authority: 'KG.MOL',
      demand,
      content: { facts: { document } },
    });
    expect(canonicalDocument(verified)).toMatchObject({ demand, facts: { document } });
    expect(canonicalDocument(verified)).not.toHaveProperty('worker');
  });

  test('may be opened, filled and closed', () => {
    const quota = { category: 'CATEGORY_4', reference: 'Q-1' };
    const reserved = reserveQuota(key(), AT, { demand, ...quota });
    expect(refusal(delivery('QuotaReserved', quota, reserved))).toBeUndefined();
    expect(refusal(delivery('QuotaNotRequired', { corridors: [] }))).toBeUndefined();
    expect(refusal(delivery('DemandFilled', {}))).toBeUndefined();
    const closed = closeDemand(key(), AT, { demand, reason: 'ENDED' });
    expect(refusal(delivery('DemandClosed', { reason: 'ENDED' }, closed))).toBeUndefined();
  });

  test.each<[string, ErrorCode, DemandDelivery, string?]>([
    ['to whom nothing is granted', 'RULE_NO_CONTRACT', registered(), 'KG.MOH'],
    ['under no contract', 'RULE_NO_CONTRACT', registered({}, registration, { under: [] })],
    [
      'under a contract that nobody proved',
      'RULE_CONTRACT_UNKNOWN',
      registered({}, registration, { under: [{ contract: 'other', version: 1, hash: 'h' }] }),
    ],
    [
      'in another stream',
      'TRUST_MISROUTED',
      registered({}, registration, { stream: 'demand-RU.MOL-1' }),
    ],
    [
      'of a type that is not sent',
      'WIRE_SCHEMA_MISMATCH',
      delivery('PlaceTaken', { case: 'KG.MOL-1' }),
    ],
    [
      'without its statement',
      'WIRE_SCHEMA_MISMATCH',
      delivery('DemandClosed', { reason: 'ENDED' }),
    ],
    ['with one too many', 'WIRE_SCHEMA_MISMATCH', delivery('DemandFilled', {}, registration)],
    [
      'with more places than were signed',
      'RULE_STATEMENT_MISMATCH',
      registered({ document: { ...document, headcount: 30 } }),
    ],
    [
      'with the document of another',
      'RULE_STATEMENT_MISMATCH',
      registered(
        { document: { ...document, id: 'other' } },
        registerDemand(key(), AT, { demand: { ...document, id: 'other' } }),
      ),
    ],
    [
      'that another ministry signed',
      'TRUST_NOT_ALLOWED',
      registered({}, registerDemand(key('KG.MOL'), AT, { demand: document })),
    ],
    [
      'that another ministry signed in its name',
      'TRUST_WRONG_ISSUER',
      registered(
        {},
        registerDemand({ ...key('KG.MOL'), holder: 'RU.MOL' }, AT, { demand: document }),
      ),
    ],
    [
      'closed for another reason',
      'RULE_STATEMENT_MISMATCH',
      delivery(
        'DemandClosed',
        { reason: 'ENDED' },
        closeDemand(key(), AT, { demand, reason: 'POSITION_WITHDRAWN' }),
      ),
    ],
    [
      'closed by a statement of something else',
      'WIRE_TYP_UNEXPECTED',
      delivery('DemandClosed', { reason: 'ENDED' }, registration),
    ],
    [
      'signed after it was recorded',
      'TRUST_IAT_IN_FUTURE',
      registered({}, registerDemand(key(), later(AT, 600), { demand: document })),
    ],
  ])('is refused %s: %s', (_, code, one, ...[to]) => expect(refusal(one, to)).toBe(code));
});
