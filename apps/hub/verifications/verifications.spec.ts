import {
  changeLicence,
  eraseWorker,
  openReview,
  reportCompromise,
  revoke,
  type Answer,
} from '#client';
import { medicalCertificateContract } from '#contracts';
import { recordDigest } from '#credentials';
import { later } from '#kernel';
import { parseJws, verifyJws } from '#signing';
import { sampleContract, TestHub, type Certificate } from '../hub.samples.ts';

const PATH = '/v1/verifications';

const recordOf = ({ issuer, id, record }: Certificate) => ({
  issuer,
  id,
  digest: recordDigest(record.split('~')[0]!),
});

const questionOf = ({ claims }: Certificate) => ({
  code: claims.verificationCode,
  documentNumber: claims.subject.documents[0]!.number,
  birthDate: claims.subject.birthDate,
  destination: 'RU',
});

describe('an agency that asks about a worker', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const ask = (body: object, by = 'RU.AGENCY1') => hub.ask(PATH, { body, by });
  const answered = async (body: object): Promise<Answer> => {
    const answer = await ask(body);
    expect(answer.status).toBe(200);
    const jws = parseJws(answer.json<{ answer: string }>().answer, { typ: 'answer+jws' });
    verifyJws(jws, hub.receiptKey);
    return jws.payload as unknown as Answer;
  };
  const now = () => hub.now();
  const statementKey = () => hub.key('KG.MOH statement');

  test('is told yes, and until when, in an answer signed for it alone', async () => {
    const certificate = await hub.pushed();
    const answer = await answered(questionOf(certificate));
    expect(answer).toEqual({
      answer: 'CONFIRMED',
      validUntil: certificate.claims.assessments[0]!.validUntil,
      aud: 'RU.AGENCY1',
      destination: 'RU',
      checkedAt: expect.any(String),
      receiptId: expect.any(String),
    });
  });

  test('is told the same by a clearance that the worker shows', async () => {
    const certificate = await hub.pushed({ clearances: 1 });
    const [clearance] = certificate.clearances;
    expect(await answered({ clearance, destination: 'RU' })).toMatchObject({ answer: 'CONFIRMED' });
  });

  test('needs no exact spelling of the document number, and every other part right', async () => {
    const question = questionOf(await hub.pushed());
    const other = questionOf(await hub.pushed());
    for (const change of [
      { code: other.code },
      { documentNumber: other.documentNumber },
      { birthDate: other.birthDate },
    ])
      expect(await answered({ ...question, ...change })).toMatchObject({ answer: 'NOT_CONFIRMED' });
    expect(await answered(question)).toMatchObject({ answer: 'CONFIRMED' });
  });

  /** Each leads to a no of its own kind. */
  const REASONS: readonly [string, () => Promise<object>][] = [
    ['nobody has the code', async () => ({ ...questionOf(await hub.certificate()) })],
    [
      'the document is another',
      async () => ({ ...questionOf(await hub.pushed()), documentNumber: 'PE9999999' }),
    ],
    [
      'the worker is unfit',
      async () => questionOf(await hub.pushed({ outcomes: { 'KZ/LABOUR/1': 'FIT' } })),
    ],
    [
      'the worker is fit for other work',
      async () => ({
        ...questionOf(await hub.pushed({ outcomes: { 'RU/LABOUR/2': 'CONDITIONAL' } })),
        occupation: '2411',
      }),
    ],
    [
      'it was revoked',
      async () => {
        const certificate = await hub.pushed();
        const { issuer, id } = certificate;
        const statement = revoke(statementKey(), now(), {
          record: recordOf(certificate),
          reason: 'NEW_FINDING',
        });
        await hub.client('KG.MOH').revoke(issuer, id, statement);
        return questionOf(certificate);
      },
    ],
    [
      'it is under review',
      async () => {
        const certificate = await hub.pushed();
        const { issuer, id } = certificate;
        const statement = openReview(statementKey(), now(), {
          record: recordOf(certificate),
          reason: 'ISSUER_DOUBT',
        });
        await hub.client('KG.MOH').review(issuer, id, statement);
        return questionOf(certificate);
      },
    ],
    [
      'it was superseded',
      async () => {
        const certificate = await hub.pushed();
        const { id, digest } = recordOf(certificate);
        await hub.pushed({ claims: { supersedes: { id, digest } } });
        return questionOf(certificate);
      },
    ],
    [
      'its number was used twice',
      async () => {
        const certificate = await hub.pushed();
        await hub.pushed({ claims: { number: certificate.claims.number } });
        return questionOf(certificate);
      },
    ],
    [
      'its key was in the wrong hands',
      async () => {
        const key = await hub.endorsed('KG.MOH', 'record');
        const certificate = await hub.pushed({ key });
        const statement = reportCompromise(hub.key('KG root'), now(), {
          kid: key.kid,
          since: later(now(), -60),
        });
        await hub.anybody.submitStatement(statement);
        return questionOf(certificate);
      },
    ],
    [
      'the worker was erased',
      async () => {
        const certificate = await hub.pushed();
        const { issuer, id } = certificate;
        await hub.client('KG.MOH').erase(
          eraseWorker(statementKey(), now(), {
            record: { issuer, id },
            basis: 'CONSENT_WITHDRAWN',
          }),
        );
        return questionOf(certificate);
      },
    ],
    [
      'the clearance is of another hand',
      async () => {
        const certificate = await hub.pushed({ clearances: 1 });
        const [head, ...rest] = certificate.clearances[0]!.split('~') as [string, ...string[]];
        const [header, payload, signature] = head.split('.') as [string, string, string];
        const turned = Buffer.from(signature, 'base64url');
        turned[5]! ^= 1;
        const jwt = [header, payload, turned.toString('base64url')].join('.');
        return { clearance: [jwt, ...rest].join('~'), destination: 'RU' };
      },
    ],
  ];

  test('is told one and the same no, whatever the reason', async () => {
    const texts: string[] = [];
    for (const [reason, make] of REASONS) {
      const { json, status, headers } = await ask(await make());
      expect([reason, status]).toEqual([reason, 200]);
      const { answer } = json<{ answer: string }>();
      const { payload, header } = parseJws(answer, { typ: 'answer+jws' });
      const { checkedAt, receiptId, ...rest } = payload;
      expect([String(checkedAt).length, String(receiptId).length]).toEqual([24, 43]);
      texts.push(JSON.stringify([header, rest, answer.length, headers.get('content-length')]));
      expect([reason, rest]).toEqual([
        reason,
        { answer: 'NOT_CONFIRMED', aud: 'RU.AGENCY1', destination: 'RU' },
      ]);
    }
    expect(new Set(texts).size).toBe(1);
  });

  test('leaves a trace that says no more than the answer did', async () => {
    const certificate = await hub.pushed();
    const before = (await hub.events('access')).length;
    await answered({ ...questionOf(certificate), birthDate: '1950-01-01' });
    await answered(questionOf(certificate));
    const [no, yes] = (await hub.events('access'))
      .slice(before)
      .map(({ data }) => JSON.parse(data) as { outcome: string; record: string });
    expect([no!.outcome, yes!.outcome]).toEqual(['NOT_CONFIRMED', 'CONFIRMED']);
    expect(yes!.record).toMatch(`certificate-KG.MOH-${certificate.id}`);
    expect(no!.record).toMatch(/^certificate-+$/);
    expect(no!.record).toHaveLength(yes!.record.length);
  });

  test('is refused where its licence does not reach', async () => {
    const answer = await ask({ ...questionOf(await hub.pushed()), destination: 'KZ' });
    expect(answer.problem).toMatchObject({
      status: 403,
      code: 'LICENCE_SCOPE',
      pointer: '/destination',
    });
  });

  test('is refused without a licence', async () => {
    const body = questionOf(await hub.pushed());
    expect((await ask(body, 'RU.MOL')).problem.code).toBe('LICENCE_NOT_ACTIVE');
    const act = (name: 'SUSPEND' | 'RESTORE', at: string) =>
      hub.anybody.submitStatement(
        changeLicence(hub.key('RU.MOL statement'), at, {
          act: name,
          agency: 'RU.AGENCY1',
          number: 'RU-0001',
        }),
      );
    await act('SUSPEND', now());
    expect((await ask(body)).problem).toMatchObject({ status: 403, code: 'LICENCE_NOT_ACTIVE' });
    await act('RESTORE', later(now(), 1));
    expect((await ask(body)).status).toBe(200);
  });

  test.each<[string, object, string]>([
    ['a code of the wrong form', { code: 'a' }, '/code'],
    ['an impossible birth date', { birthDate: '1990-02-30' }, '/birthDate'],
    ['no destination', { destination: undefined }, '/destination'],
    ['no ISCO code', { occupation: 'welder' }, '/occupation'],
  ])('with %s is told what is wrong', async (_, change, pointer) => {
    const body = { ...questionOf(await hub.certificate()), ...change };
    expect((await ask(body)).problem).toMatchObject({ code: 'WIRE_SCHEMA_MISMATCH', pointer });
  });
});

describe('an agency', () => {
  const question = {
    code: 'A'.repeat(26),
    documentNumber: 'PE0000001',
    birthDate: '1990-02-28',
    destination: 'RU',
  };

  test('without a contract for it cannot be answered', async () => {
    const hub = await TestHub.start({ contracts: [] });
    try {
      const answer = await hub.client('RU.AGENCY1').verify(question, hub.receiptKey);
      expect(answer.answer).toBe('CANNOT_ANSWER');
    } finally {
      await hub.close();
    }
  });

  test('that asks more often than its contract allows waits for the next minute', async () => {
    const { parties, validFrom, validUntil } = sampleContract();
    const contract = medicalCertificateContract({
      id: 'few-questions',
      parties: parties.map((state) => ({ state, health: `${state}.MOH` })),
      validFrom,
      validUntil,
    });
    const rateLimits = { verificationsPerMinute: 12 };
    const hub = await TestHub.start({ contracts: [{ ...contract, rateLimits }] });
    try {
      // The minute may turn on the way: of 26 questions at least one is the thirteenth of its minute.
      const answers = await Promise.all(
        Array.from({ length: 26 }, () => hub.ask(PATH, { body: question, by: 'RU.AGENCY1' })),
      );
      const refused = answers.filter(({ status }) => status !== 200);
      expect(refused.length).toBeGreaterThanOrEqual(2);
      const { problem, headers } = refused[0]!;
      expect(problem).toMatchObject({ status: 429, code: 'RULE_QUOTA' });
      const seconds = Number(headers.get('retry-after'));
      expect(seconds >= 1 && seconds <= 60).toBe(true);
    } finally {
      await hub.close();
    }
  });
});
