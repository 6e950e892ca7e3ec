import { changeLicence, licenseAgency, type Answer } from '#client';
import { later, type Instant } from '#kernel';
import { agency } from '#participants';
import { parseJws } from '#signing';
import { codeOf, until } from '#testing';
import { TestHub } from '../hub.samples.ts';
import { SecondHub } from '../second-hub.samples.ts';
import { assertLicensed } from './licence-gate.ts';

const PATH = '/v1/verifications';
const QUESTION = {
  code: 'A'.repeat(26),
  documentNumber: 'PE0000001',
  birthDate: '1990-02-28',
  destination: 'RU',
};

describe('an agency', () => {
  let hub: TestHub;
  beforeEach(async () => (hub = await TestHub.start()));
  afterEach(() => hub.close());

  /** When it was recorded. */
  const act = async (name: 'SUSPEND' | 'RESTORE' | 'REVOKE', at: Instant): Promise<Instant> => {
    const about = { act: name, agency: 'KG.AGENCY1', number: 'KG-0001' };
    await hub.anybody.submitStatement(changeLicence(hub.key('KG.MOL statement'), at, about));
    const { trust } = hub.running.parts.views;
    return agency(trust, 'KG.AGENCY1')!.licences[0]!.acts.at(-1)!.recordedAt;
  };

  test('of Kyrgyzstan licensed for one destination is refused for another, whoever the worker is', async () => {
    const known = await hub.pushed();
    const { verificationCode: code, subject } = known.claims;
    const worker = { code, documentNumber: subject.documents[0]!.number };
    for (const who of [{}, { ...worker, birthDate: subject.birthDate }]) {
      const body = { ...QUESTION, ...who, destination: 'KZ' };
      const { status, text } = await hub.ask(PATH, { body, by: 'KG.AGENCY1' });
      expect([status, JSON.parse(text)]).toEqual([
        403,
        expect.objectContaining({ code: 'LICENCE_SCOPE', pointer: '/destination' }),
      ]);
    }
  });

  test('passes where its licence reached both when it is recorded and when it happened', async () => {
    const { views } = hub.running.parts;
    const refusal = (recordedAt: Instant, occurredAt: Instant, change: object = {}) => {
      const { id, destination } = { id: 'KG.AGENCY1', destination: 'RU', ...change };
      return codeOf(() => assertLicensed(views, id, { destination, recordedAt, occurredAt }));
    };
    const started = later(hub.now(), -1);
    const suspended = await act('SUSPEND', later(started, 2));
    expect(refusal(started, started)).toBeUndefined();
    expect(refusal(suspended, started)).toBe('LICENCE_NOT_ACTIVE');
    const restored = await act('RESTORE', later(started, 3));
    expect(refusal(restored, started)).toBeUndefined();
    expect(refusal(restored, suspended)).toBe('LICENCE_NOT_ACTIVE');
    expect(refusal(restored, '2020-01-01T00:00:00.000Z')).toBe('LICENCE_NOT_ACTIVE');
    expect(refusal(restored, restored)).toBeUndefined();
    expect(refusal(restored, started, { destination: 'BY' })).toBe('LICENCE_SCOPE');
    expect(refusal(restored, started, { id: 'KG.MOL' })).toBe('LICENCE_NOT_ACTIVE');
  });

  test('whose licence was revoked passes under another one', async () => {
    await act('REVOKE', later(hub.now(), 1));
    const ask = () => hub.ask(PATH, { body: QUESTION, by: 'KG.AGENCY1' });
    expect((await ask()).problem.code).toBe('LICENCE_NOT_ACTIVE');
    const at = later(hub.now(), 2);
    await hub.anybody.submitStatement(
      licenseAgency(hub.key('KG.MOL statement'), at, {
        act: 'LICENSE',
        agency: 'KG.AGENCY1',
        name: 'Sample Employment Abroad LLC',
        number: 'KG-0002',
        destinations: ['RU'],
        validFrom: at.slice(0, 10),
        validUntil: '2099-12-31',
        feePolicy: 'NO_FEE',
      }),
    );
    expect((await ask()).status).toBe(200);
  });
});

describe('a suspension that one hub recorded', () => {
  let hub: TestHub;
  let second: SecondHub;
  beforeEach(async () => (hub = await TestHub.start()));
  afterEach(async () => {
    await second.close();
    await hub.close();
  });

  const ask = () => second.post(PATH, 'RU.AGENCY1', QUESTION);
  const outcome = async (): Promise<string> => {
    const answer = await ask();
    if (answer.status !== 200) return answer.problem.code;
    const { answer: jws } = answer.json<{ answer: string }>();
    return (parseJws(jws, { typ: 'answer+jws' }).payload as unknown as Answer).answer;
  };
  const suspend = () =>
    hub.anybody.submitStatement(
      changeLicence(hub.key('RU.MOL statement'), hub.now(), {
        act: 'SUSPEND',
        agency: 'RU.AGENCY1',
        number: 'RU-0001',
      }),
    );

  test('acts on the other, which hears of it', async () => {
    second = await SecondHub.beside(hub, 600);
    expect(await outcome()).toBe('NOT_CONFIRMED');
    await suspend();
    await until(async () => (await outcome()) === 'LICENCE_NOT_ACTIVE');
  });

  test('acts on the other even if it hears of nothing: once its view is too old, it refuses', async () => {
    second = await SecondHub.beside(hub, 1);
    second.hearsNothing();
    await suspend();
    const seen = new Set<string>();
    await until(async () => {
      const now = await outcome();
      seen.add(now);
      return now === 'STORE_BEHIND';
    });
    expect([...seen].filter((one) => one !== 'NOT_CONFIRMED')).toEqual(['STORE_BEHIND']);
    expect(await outcome()).toBe('STORE_BEHIND');
    second.listens();
    await until(async () => (await outcome()) === 'LICENCE_NOT_ACTIVE');
  });
});
