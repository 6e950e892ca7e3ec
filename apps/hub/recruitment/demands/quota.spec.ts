import { refuseDemand, reserveQuota } from '#client';
import type { ErrorCode } from '#kernel';
import type { DemandDocument } from '#recruitment';
import { sampleDemand, sampleRecruitment } from '#testing';
import { TestHub } from '../../hub.samples.ts';
import { registered } from './demands.samples.ts';

/** TJ workers for KZ need a place in its quota. */
const QUOTA = {
  authority: 'KZ.MOL',
  destination: 'KZ',
  region: 'KZ-ALA',
  origins: ['TJ'],
  employer: { ...sampleDemand().employer, register: 'BIN', number: '990140000007' },
} satisfies Partial<DemandDocument>;

describe('a demand under a quota', () => {
  let hub: TestHub;
  const realNow = Date.now;
  beforeAll(async () => {
    // A quota is of one year: for everybody here it is that year, whenever this runs.
    const shift = Date.parse('2026-11-25T08:00:00Z') - realNow();
    Date.now = () => realNow() + shift;
    hub = await TestHub.start({ contracts: [sampleRecruitment(['TJ', 'KZ'])] });
  });
  afterAll(async () => {
    Date.now = realNow;
    await hub.close();
  });

  const status = async (document: DemandDocument) =>
    (await hub.client('TJ.MOL').demand(document)).status;
  const key = () => hub.key('KZ.MOL statement');
  const reserve = ({ authority, id }: DemandDocument, change: object = {}) =>
    reserveQuota(key(), hub.now(), {
      ...{ demand: { authority, id }, category: 'CATEGORY_4', reference: 'Q-2026/17' },
      ...change,
    });
  const post = ({ authority, id }: DemandDocument, act: string, statement: string) =>
    hub.ask(`/v1/demands/${authority}/${id}/${act}`, { body: { statement }, by: 'KZ.MOL' });

  test('waits for it, and is open once the ministry has reserved its places', async () => {
    const document = await registered(hub, QUOTA);
    expect(await status(document)).toBe('REGISTERED');
    const statement = reserve(document);
    const answer = await post(document, 'quota', statement);
    expect(answer.status).toBe(201);
    expect(await status(document)).toBe('OPEN');
    expect((await post(document, 'quota', statement)).text).toBe(answer.text);
    const again = await post(document, 'quota', reserve(document, { reference: 'Q-2026/18' }));
    expect(again.problem).toMatchObject({ status: 409, code: 'RULE_DEMAND_NOT_OPEN' });
  });

  test.each<[string, ErrorCode, Partial<DemandDocument>, object]>([
    ['in a category that there is not', 'RULE_QUOTA_CATEGORY', {}, { category: 'CATEGORY_9' }],
    ['with fewer places', 'RULE_QUOTA_CATEGORY', { headcount: 3_132 }, {}],
    ['without a reference', 'WIRE_SCHEMA_MISMATCH', {}, { reference: '' }],
  ])('is not covered by one %s: %s', async (_, code, change, quota) => {
    const document = await registered(hub, { ...QUOTA, ...change });
    const answer = await post(document, 'quota', reserve(document, quota));
    expect(answer.problem.code).toBe(code);
    expect(await status(document)).toBe('REGISTERED');
  });

  test('may take all places of its category', async () => {
    const document = await registered(hub, { ...QUOTA, headcount: 3_131 });
    expect((await post(document, 'quota', reserve(document))).status).toBe(201);
  });

  test('is refused by the ministry where the quota is exhausted, and then never opens', async () => {
    const document = await registered(hub, QUOTA);
    const demand = { authority: document.authority, id: document.id };
    const refusal = refuseDemand(key(), hub.now(), { demand, reason: 'QUOTA_EXHAUSTED' });
    await hub.client('KZ.MOL').refuseDemand(demand, refusal);
    expect(await status(document)).toBe('REFUSED');
    const answer = await post(document, 'quota', reserve(document));
    expect(answer.problem.code).toBe('RULE_DEMAND_NOT_OPEN');
  });
});
