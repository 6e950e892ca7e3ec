import { changeRecognition, closeReview, openReview, revoke } from '#client';
import { parseCredential, recordDigest, resolve } from '#credentials';
import { later, type ErrorCode } from '#kernel';
import { TestHub, type Certificate } from '../hub.samples.ts';
import type { CertificateReading } from './certificate-reader.ts';

const recordOf = ({ issuer, id, record }: Certificate) => ({
  issuer,
  id,
  digest: recordDigest(record.split('~')[0]!),
});

describe('a stored certificate', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const pathOf = ({ issuer, id }: { issuer: string; id: string }) =>
    `/v1/medical-certificates/${issuer}/${id}`;
  const read = (certificate: Certificate, by: string, query = '') =>
    hub.ask(`${pathOf(certificate)}${query}`, { by });
  const reading = async (certificate: Certificate, by: string, query = '') =>
    (await read(certificate, by, query)).json<CertificateReading>();
  const claims = ({ presentation }: CertificateReading) =>
    resolve(parseCredential(presentation!)).claims;
  const key = (name = 'KG.MOH') => hub.key(`${name} statement`);
  const say = (certificate: Certificate, act: string, statement: string, by = 'KG.MOH') =>
    hub.ask(`${pathOf(certificate)}/${act}`, { body: { statement }, by });

  test('shows each authority what it is granted, and no more', async () => {
    const certificate = await hub.pushed();
    const health = claims(await reading(certificate, 'RU.MOH'));
    const labour = claims(await reading(certificate, 'RU.MOL'));
    expect(health).toHaveProperty('examinations.TB.finding.result', 'NOT_DETECTED');
    expect(labour).toHaveProperty('validUntil', certificate.claims.validUntil);
    expect(labour).not.toHaveProperty('examinations.TB.finding');
    expect(labour).not.toHaveProperty('examinedOn');
  });

  test('shows its issuer and an auditor its clear facts only', async () => {
    const certificate = await hub.pushed();
    for (const by of ['KG.MOH', 'KZ.AUDIT']) {
      const shown = await reading(certificate, by);
      expect(shown).toMatchObject({ status: 'ISSUED', digest: recordOf(certificate).digest });
      expect(shown.presentation).toBeUndefined();
    }
  });

  test('is not there for a stranger, whether it is there or not', async () => {
    const stored = await read(await hub.pushed(), 'TJ.MOH');
    const other = await read(await hub.certificate(), 'TJ.MOH');
    expect(stored.problem).toMatchObject({ status: 403, code: 'TRUST_NOT_ALLOWED' });
    expect(other.text).toBe(stored.text);
  });

  test('answers on both axes: what was in effect, by what was known', async () => {
    const certificate = await hub.pushed();
    const before = hub.now();
    const statement = revoke(key(), before, {
      record: recordOf(certificate),
      reason: 'FORGED_OR_NOT_ISSUED',
      effectiveFrom: later(before, -3600),
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await say(certificate, 'revocation', statement)).status).toBe(201);
    const at = async (validAt: string, knownAt: string) =>
      (await reading(certificate, 'RU.MOL', `?validAt=${validAt}&knownAt=${knownAt}`)).status;
    const now = hub.now();
    const hours = later(before, -7200);
    expect([
      await at(before, before),
      await at(before, now),
      await at(hours, before),
      await at(hours, now),
    ]).toEqual(['ISSUED', 'REVOKED', 'ISSUED', 'ISSUED']);
  });

  test('is revoked by its issuer, once and for all', async () => {
    const certificate = await hub.pushed();
    const record = recordOf(certificate);
    const statement = revoke(key(), hub.now(), { record, reason: 'NEW_FINDING' });
    const first = await say(certificate, 'revocation', statement);
    const again = await say(certificate, 'revocation', statement);
    expect(first.status).toBe(201);
    expect(again.text).toBe(first.text);
    const another = revoke(key(), hub.now(), { record, reason: 'COURT_DECISION' });
    const ended = await say(certificate, 'revocation', another);
    expect(ended.problem).toMatchObject({ status: 409, code: 'RULE_RECORD_ENDED' });
  });

  test('is reviewed while there is a doubt, and upheld', async () => {
    const certificate = await hub.pushed();
    const record = recordOf(certificate);
    const open = openReview(key('RU.MOH'), hub.now(), { record, reason: 'RECIPIENT_DOUBT' });
    expect((await say(certificate, 'review', open, 'RU.MOH')).status).toBe(201);
    expect((await reading(certificate, 'RU.MOL')).status).toBe('UNDER_REVIEW');
    const close = closeReview(key(), hub.now(), { record, outcome: 'UPHELD' });
    expect((await say(certificate, 'review', close)).status).toBe(201);
    expect((await reading(certificate, 'RU.MOL')).status).toBe('ISSUED');
  });

  test('loses the recognition of one state, and of no other', async () => {
    const certificate = await hub.pushed();
    const statement = changeRecognition(key('RU.MOH'), hub.now(), {
      record: recordOf(certificate),
      act: 'SUSPEND',
      state: 'RU',
      reason: 'METHOD_NOT_ACCEPTED',
    });
    expect((await say(certificate, 'recognition', statement, 'RU.MOH')).status).toBe(201);
    expect((await reading(certificate, 'RU.MOL')).recognised).toBe(false);
    expect((await reading(certificate, 'KZ.MOL')).recognised).toBe(true);
  });

  const revocation = (certificate: Certificate, by = 'KG.MOH') =>
    revoke(key(by), hub.now(), { record: recordOf(certificate), reason: 'NEW_FINDING' });

  test.each<[string, number, ErrorCode, (certificate: Certificate) => Promise<string>]>([
    ['of another authority', 403, 'TRUST_WRONG_ISSUER', async (one) => revocation(one, 'RU.MOH')],
    [
      'about another certificate',
      404,
      'RULE_RECORD_UNKNOWN',
      async () => revocation(await hub.pushed()),
    ],
    [
      'with another reason than there are',
      400,
      'WIRE_SCHEMA_MISMATCH',
      async (one) =>
        revoke(key(), hub.now(), { record: recordOf(one), reason: 'HIV' as 'NEW_FINDING' }),
    ],
    [
      'of another kind',
      400,
      'WIRE_TYP_UNEXPECTED',
      async (one) =>
        openReview(key(), hub.now(), { record: recordOf(one), reason: 'ISSUER_DOUBT' }),
    ],
    [
      'signed with a key for records',
      403,
      'TRUST_KEY_USE',
      async (one) =>
        revoke({ ...hub.key('KG.MOH record'), use: 'statement' }, hub.now(), {
          record: recordOf(one),
          reason: 'NEW_FINDING',
        }),
    ],
    [
      'that would take effect later',
      422,
      'RULE_EFFECTIVE_TOO_LATE',
      async (one) =>
        revoke(key(), hub.now(), {
          record: recordOf(one),
          reason: 'NEW_FINDING',
          effectiveFrom: later(hub.now(), 3600),
        }),
    ],
    ['that is none', 400, 'WIRE_NOT_JWS', async () => 'not a statement'],
  ])('is not revoked by a statement %s: %i %s', async (_, status, code, make) => {
    const certificate = await hub.pushed();
    const answer = await say(certificate, 'revocation', await make(certificate));
    expect(answer.problem).toMatchObject({ status, code });
    expect((await reading(certificate, 'RU.MOL')).status).toBe('ISSUED');
  });

  test.each([
    ['/v1/medical-certificates/KG.MOH/nobody', '/id'],
    ['/v1/medical-certificates/kg/00000000-0000-4000-8000-000000000000', '/issuer'],
    [
      '/v1/medical-certificates/KG.MOH/00000000-0000-4000-8000-000000000000?validAt=today',
      '/validAt',
    ],
    ['/v1/medical-certificates/KG.MOH/00000000-0000-4000-8000-000000000000?when=now', '/when'],
  ])('is not asked for by %s', async (path, pointer) => {
    const { problem } = await hub.ask(path, { by: 'KG.MOH' });
    expect(problem).toMatchObject({ status: 400, code: 'WIRE_SCHEMA_MISMATCH', pointer });
  });
});
