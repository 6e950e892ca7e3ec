import { parseJws } from '#signing';
import { sampleRecruitment } from '#testing';
import { sampleContract, TestHub } from '../../hub.samples.ts';
import { ACT, Recruiters } from './cases.samples.ts';

const PATH = '/v1/recruitment-cases';

describe('a case', () => {
  let hub: TestHub;
  let recruiters: Recruiters;
  beforeAll(async () => {
    const contracts = [sampleContract(), sampleRecruitment(['KG', 'RU'])];
    hub = await TestHub.start({ contracts });
    recruiters = new Recruiters(hub);
  });
  afterAll(() => hub.close());

  const drafted = async (claims = {}) => recruiters.drafted(await hub.certificate(), claims);
  const push = (body: object, by = 'KG.MOL') => hub.ask(PATH, { body, by });

  test('opens with its record and its registration, and is answered with the same bytes again', async () => {
    const issued = await drafted();
    const body = { record: issued.record, statement: recruiters.registration(issued) };
    const [first, again] = [await push(body), await push(body)];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.text).toBe(first.text);
    const { receipt } = first.json<{ receipt: string }>();
    const { issuer, id, digest } = issued.reference;
    expect(parseJws(receipt, { typ: 'receipt+jws' }).payload).toMatchObject({
      stream: `case-${issuer}-${id}`,
      revision: 0,
      digest,
    });
    const [opened] = (await hub.events()).filter(({ stream }) => stream.endsWith(id));
    expect(JSON.parse(opened!.data)).toMatchObject({
      actor: { capacity: 'AGENCY_ORIGIN' },
      statedBy: 'KG.AGENCY1',
      destination: 'RU',
      corridor: 'KG-RU/EAEU/2',
    });
  });

  test('is registered by the employment service where no agency stands between', async () => {
    const issued = await drafted();
    const actor = { capacity: 'EMPLOYMENT_SERVICE' } as const;
    const statement = recruiters.registration(issued, actor, 'KG.MOL');
    expect((await push({ record: issued.record, statement })).status).toBe(201);
  });

  test('is another one under another registration, and stays what it was', async () => {
    const issued = await drafted();
    const statement = recruiters.registration(issued);
    await push({ record: issued.record, statement });
    const actor = { capacity: 'EMPLOYMENT_SERVICE' } as const;
    const other = recruiters.registration(issued, actor, 'KG.MOL');
    expect((await push({ record: issued.record, statement: other })).status).toBe(200);
    expect(
      (await hub.events()).filter(({ stream }) => stream.endsWith(issued.reference.id)),
    ).toHaveLength(1);
  });

  type Issued = Awaited<ReturnType<typeof drafted>>;
  const said = { step: 'WorkerRegistered', actor: { capacity: 'AGENCY_ORIGIN' } } as const;
  const border = {
    capacity: 'BORDER_ORIGIN',
    attestation: { capacity: 'EMPLOYMENT_SERVICE', act: ACT },
  } as const;

  test.each<[string, string, (issued: Issued) => string, string?]>([
    [
      'TRUST_NOT_ALLOWED',
      'an agency of elsewhere',
      (issued) => recruiters.registration(issued, said.actor, 'RU.AGENCY1'),
    ],
    [
      'TRUST_NOT_ALLOWED',
      'for a border post',
      (issued) => recruiters.registration(issued, border, 'KG.MOL'),
    ],
    [
      'TRUST_NOT_ALLOWED',
      'a ministry that calls itself an agency',
      (issued) => recruiters.registration(issued, said.actor, 'KG.MOL'),
    ],
    [
      'LICENCE_NOT_ACTIVE',
      'an agency before its licence',
      (issued) =>
        recruiters.stated('KG.AGENCY1', issued, {
          ...said,
          occurredAt: '2026-01-01T00:00:00.000Z',
        }),
    ],
    [
      'RULE_CONSENT_MISSING',
      'the employment service before the consent',
      (issued) =>
        recruiters.stated('KG.MOL', issued, {
          ...{ step: 'WorkerRegistered', actor: { capacity: 'EMPLOYMENT_SERVICE' } },
          occurredAt: '2026-01-01T00:00:00.000Z',
        }),
    ],
    [
      'RULE_TRANSITION_ILLEGAL',
      'another step',
      (issued) => recruiters.stated('KG.AGENCY1', issued, { ...said, step: 'Arrived' }),
    ],
    [
      'WIRE_SCHEMA_MISMATCH',
      'more than a registration says',
      (issued) => recruiters.stated('KG.AGENCY1', issued, { ...said, reason: 'ANY' }),
    ],
    [
      'RULE_RECORD_UNKNOWN',
      'another case',
      (issued) =>
        recruiters.registration({ ...issued, reference: { ...issued.reference, digest: ACT } }),
    ],
    ['WIRE_NOT_JWS', 'no statement', () => 'A'],
  ])('is not opened (%s) by %s', async (code, _, statement) => {
    const issued = await drafted();
    const answer = await push({ record: issued.record, statement: statement(issued) });
    expect(answer.problem.code).toBe(code);
    const stored = [...(await hub.events())].filter(({ stream }) =>
      stream.endsWith(issued.reference.id),
    );
    expect(stored).toEqual([]);
    const refusals = (await hub.events('access')).filter(({ type }) => type === 'RequestRefused');
    expect(refusals.at(-1)?.data).toContain(code);
  });

  test.each<[string, object]>([
    ['RULE_CORRIDOR_UNKNOWN', { destination: 'KG' }],
    [
      'RULE_CONSENT_MISSING',
      { consent: { id: 'C', purposes: ['STATISTICS'], givenOn: '2026-11-20', language: 'ky' } },
    ],
  ])('that makes no sense is not issued: %s', async (code, claims) => {
    await expect(drafted(claims)).rejects.toThrow(expect.objectContaining({ code }));
  });

  test('is opened by who issued it, under a contract', async () => {
    const issued = await drafted();
    const body = { record: issued.record, statement: recruiters.registration(issued) };
    expect((await push(body, 'KG.MOH')).problem.code).toBe('TRUST_WRONG_ISSUER');
    const certificate = await hub.ask('/v1/medical-certificates', {
      body: { record: issued.record },
      by: 'KG.MOL',
    });
    expect(certificate.problem.code).toBe('WIRE_UNKNOWN_RECORD_TYPE');
  });
});
