import { newVerificationCode } from '#credentials';
import { recruitmentContract, type ContractDocument } from '#contracts';
import { parseJws, verifyJws } from '#signing';
import { sampleContract, TestHub } from '../../hub.samples.ts';

const PATH = '/v1/recruitment-cases/own-status';

const recruitment = (change: Partial<ContractDocument> = {}): ContractDocument => ({
  ...recruitmentContract({
    id: 'recruitment-kg-ru',
    parties: ['KG', 'RU'].map((state) => ({ state, labour: `${state}.MOL` })),
    legalBasis: [{ act: 'Sample agreement', number: '1', date: '2026-01-01', country: 'KG' }],
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2099-01-01T00:00:00.000Z',
  }),
  rateLimits: { verificationsPerMinute: 10_000 },
  ...change,
});

describe('an information centre that a worker shows a token', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [sampleContract(), recruitment()] });
  });
  afterAll(() => hub.close());

  const ask = (consentToken: string, by = 'KG.IRC') =>
    hub.ask(PATH, { body: { consentToken }, by });
  const told = async (consentToken: string) => {
    const answer = await ask(consentToken);
    expect(answer.status).toBe(200);
    const jws = parseJws(answer.json<{ answer: string }>().answer, { typ: 'own-status+jws' });
    verifyJws(jws, hub.receiptKey);
    return jws.payload;
  };

  test('is told nothing by a token that leads nowhere', async () => {
    expect(await told(newVerificationCode())).toEqual({
      answer: 'NOT_GIVEN',
      aud: 'KG.IRC',
      checkedAt: expect.any(String),
      receiptId: expect.any(String),
    });
  });

  test.each(['RU.AGENCY1', 'KG.MOL', 'KG.MOH', 'KZ.AUDIT'])('is not %s', async (by) => {
    const { problem } = await ask(newVerificationCode(), by);
    expect(problem).toMatchObject({ status: 403, code: 'TRUST_NOT_ALLOWED' });
  });

  test('shows a token of the right form', async () => {
    const { problem } = await ask('a');
    expect(problem).toMatchObject({ code: 'WIRE_SCHEMA_MISMATCH', pointer: '/consentToken' });
  });
});

describe('an information centre', () => {
  test('cannot be answered without a contract that lets it ask', async () => {
    const hub = await TestHub.start();
    try {
      const answer = await hub.client('KG.IRC').ownStatus(newVerificationCode(), hub.receiptKey);
      expect(answer.answer).toBe('CANNOT_ANSWER');
    } finally {
      await hub.close();
    }
  });

  test('that asks more often than its contract allows waits for the next minute', async () => {
    const hub = await TestHub.start({
      contracts: [recruitment({ rateLimits: { verificationsPerMinute: 12 } })],
    });
    try {
      const body = { consentToken: newVerificationCode() };
      // The minute may turn on the way: of 26 questions at least one is the thirteenth of its minute.
      const answers = await Promise.all(
        Array.from({ length: 26 }, () => hub.ask(PATH, { body, by: 'KG.IRC' })),
      );
      const refused = answers.filter(({ status }) => status !== 200);
      expect(refused.length).toBeGreaterThanOrEqual(2);
      expect(refused[0]!.problem).toMatchObject({ status: 429, code: 'RULE_QUOTA' });
    } finally {
      await hub.close();
    }
  });
});
