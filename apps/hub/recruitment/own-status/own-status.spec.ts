import { checkCase, eraseWorker, issueCase, revoke, transition, type IssuedCase } from '#client';
import {
  newVerificationCode,
  parseCredential,
  recordDigest,
  resolve,
  type RecruitmentCaseClaims,
} from '#credentials';
import { corridorAt, recruitmentCase, type Step } from '#recruitment';
import { parseJws, verifyJws } from '#signing';
import { sampleRecruitment } from '#testing';
import { sampleContract, TestHub, type Certificate } from '../../hub.samples.ts';
import { EventLog } from '../../log/event-log.ts';
import { SecondHub } from '../../second-hub.samples.ts';
import { ACT, Recruiters } from '../cases/cases.samples.ts';

const PATH = '/v1/recruitment-cases/own-status';

const recruitment = (verificationsPerMinute = 10_000) =>
  sampleRecruitment(['KG', 'RU'], { rateLimits: { verificationsPerMinute } });

describe('an information centre that a worker shows a token', () => {
  let hub: TestHub;
  let recruiters: Recruiters;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [sampleContract(), recruitment()] });
    recruiters = new Recruiters(hub);
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

  /** A worker with a certificate and a case, who consented to look-ups and has a token. */
  const worker = async (certified?: Certificate) => {
    const consentToken = newVerificationCode();
    const certificate = certified ?? (await hub.pushed());
    const issued = await recruiters.drafted(certificate, consented(consentToken));
    await recruiters.open(issued);
    return { consentToken, certificate, ...issued };
  };
  const consented = (consentToken: string): Partial<RecruitmentCaseClaims> => {
    const purposes = ['ORGANISED_RECRUITMENT', 'OWN_STATUS'] as const;
    const givenOn = hub.now().slice(0, 10);
    return { consentToken, consent: { id: 'CONSENT-2', purposes, givenOn, language: 'ky' } };
  };

  test('is told how the case stands', async () => {
    const { consentToken, reference } = await worker();
    const before = (await hub.events('access')).length;
    expect(await told(consentToken)).toEqual({
      answer: 'GIVEN',
      destination: 'RU',
      status: 'REGISTERED',
      since: expect.any(String),
      canProceed: true,
      checklist: [
        { item: 'TRAINING', isDone: false },
        { item: 'MEDICAL', isDone: false },
        { item: 'DOCUMENTS', isDone: false },
      ],
      clearance: 'CONFIRMED',
      aud: 'KG.IRC',
      checkedAt: expect.any(String),
      receiptId: expect.any(String),
    });
    const [event] = (await hub.events('access')).slice(before);
    expect(event!.type).toBe('QuestionAnswered');
    expect(JSON.parse(event!.data)).toMatchObject({
      asker: 'KG.IRC',
      purpose: 'OWN_STATUS',
      outcome: 'GIVEN',
      record: expect.stringMatching(`^case-KG.MOL-${reference.id}-*$`),
    });
    expect(event!.data).not.toContain(consentToken);
  });

  test('is told when the clearance ends before its time, and nothing of why', async () => {
    const { consentToken, certificate } = await worker();
    const { issuer, id, record } = certificate;
    const digest = recordDigest(record.split('~')[0]!);
    const statement = revoke(hub.key('KG.MOH statement'), hub.now(), {
      record: { issuer, id, digest },
      reason: 'NEW_FINDING',
    });
    await hub.client('KG.MOH').revoke(issuer, id, statement);
    const answer = await told(consentToken);
    expect(answer).toMatchObject({ answer: 'GIVEN', clearance: 'NOT_CONFIRMED' });
    expect(JSON.stringify(answer)).not.toContain('FINDING');
  });

  test('is told the same of an unfit worker as of one whose clearance ended', async () => {
    const certificate = await hub.pushed({ outcomes: { 'RU/LABOUR/2': 'UNFIT' } });
    const { consentToken } = await worker(certificate);
    const answer = await told(consentToken);
    expect(answer).toMatchObject({ answer: 'GIVEN', clearance: 'NOT_CONFIRMED' });
    expect(JSON.stringify(answer)).not.toContain('UNFIT');
  });

  test('is not led elsewhere by another ministry that uses the token again', async () => {
    const { consentToken, record } = await worker();
    const at = hub.now();
    const { iss, vct, iat, id, ...claims } = resolve(parseCredential(record)).claims;
    const checked = checkCase({ ...claims, destination: 'KG' }, 'RU.MOL', at);
    const other = await issueCase(checked, { key: hub.key('RU.MOL record'), at });
    const actor = { capacity: 'EMPLOYMENT_SERVICE' } as const;
    const statement = recruiters.registration(other, actor, 'RU.MOL');
    await hub.client('RU.MOL').openCase({ record: other.record, statement });
    expect(await told(consentToken)).toMatchObject({ answer: 'GIVEN', destination: 'RU' });
  });

  /** The worker withdraws at the labour ministry, which keeps the act on file. */
  const withdrawn = async ({ reference }: IssuedCase): Promise<void> => {
    const { store, ids, clock } = hub.running.parts;
    const at = clock.now();
    const said: Step = {
      step: 'ConsentWithdrawn',
      actor: { capacity: 'WORKER', attestation: { capacity: 'LABOUR_ORIGIN', act: ACT } },
      occurredAt: at,
    };
    const statement = transition(hub.key('KG.MOL statement'), at, { record: reference, ...said });
    const facts = {
      roles: ['labour-ministry'],
      corridor: corridorAt('KG', 'RU', at.slice(0, 10))!,
    };
    const data = { record: reference, said, facts, statement };
    const stream = `case-${reference.issuer}-${reference.id}`;
    const command = { type: 'AdvanceCase' as const, data, at, by: 'KG.MOL' };
    await new EventLog(store, ids).carryOut(stream, recruitmentCase, command);
  };

  test('is told nothing on any hub as soon as the worker withdrew, also on one that hears of nothing', async () => {
    const second = await SecondHub.beside(hub, 600);
    try {
      const one = await worker();
      const there = async () => {
        const { consentToken } = one;
        const answer = await second.post(PATH, 'KG.IRC', { consentToken });
        const { answer: jws } = answer.json<{ answer: string }>();
        return parseJws(jws, { typ: 'own-status+jws' }).payload['answer'];
      };
      expect(await there()).toBe('GIVEN');
      second.hearsNothing();
      await withdrawn(one);
      expect(await there()).toBe('NOT_GIVEN');
    } finally {
      await second.close();
    }
  });

  /** Each leads to nothing of its own kind. */
  const REASONS: readonly [string, () => Promise<string>][] = [
    ['it leads nowhere', async () => newVerificationCode()],
    [
      'consent was withdrawn',
      async () => {
        const one = await worker();
        await withdrawn(one);
        return one.consentToken;
      },
    ],
    [
      'the worker was erased',
      async () => {
        const { consentToken, reference } = await worker();
        const { issuer, id } = reference;
        const basis = 'SUBJECT_REQUEST';
        const statement = { record: { issuer, id }, basis };
        await hub
          .client('KG.MOL')
          .erase(eraseWorker(hub.key('KG.MOL statement'), hub.now(), statement));
        return consentToken;
      },
    ],
  ];

  test('is told one and the same nothing by a token, whatever the reason', async () => {
    const texts: string[] = [];
    for (const [reason, make] of REASONS) {
      const { json, status, headers } = await ask(await make());
      expect([reason, status]).toEqual([reason, 200]);
      const { answer } = json<{ answer: string }>();
      const { payload, header } = parseJws(answer, { typ: 'own-status+jws' });
      const { checkedAt, receiptId, ...rest } = payload;
      expect([reason, rest]).toEqual([reason, { answer: 'NOT_GIVEN', aud: 'KG.IRC' }]);
      const lengths = [checkedAt, receiptId, answer].map((one) => String(one).length);
      texts.push(JSON.stringify([header, rest, lengths, headers.get('content-length')]));
    }
    expect(new Set(texts).size).toBe(1);
  });

  test('leaves a trace of a look-up that says no more than the answer did', async () => {
    const before = (await hub.events('access')).length;
    await told(newVerificationCode());
    const { consentToken } = await worker();
    await told(consentToken);
    const [no, yes] = (await hub.events('access'))
      .slice(before)
      .filter(({ type }) => type === 'QuestionAnswered')
      .map(({ data }) => JSON.parse(data) as { outcome: string; record: string });
    expect([no!.outcome, yes!.outcome]).toEqual(['NOT_GIVEN', 'GIVEN']);
    expect(no!.record).toMatch(/^case-+$/);
    expect(no!.record).toHaveLength(yes!.record.length);
  });

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
      contracts: [recruitment(12)],
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
