import { retireKey } from '#client';
import { recordDigest } from '#credentials';
import { later, numericDate, type ErrorCode } from '#kernel';
import { generateKey, parseJws, verifyJws, type SigningKey } from '#signing';
import { TestHub, type Certificate } from '../hub.samples.ts';
import type { Answer } from '../question.samples.ts';
import type { ReceiptPayload } from '../log/receipts.ts';
import { altered, forged, inTheOpen } from './altered.samples.ts';

const DAY = 24 * 3600;
const PATH = '/v1/medical-certificates';

describe('a certificate', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const push = (body: object, by = 'KG.MOH'): Promise<Answer> => hub.ask(PATH, { body, by });
  const stored = ({ issuer, id }: Certificate) =>
    hub.running.parts.store.readStream(`certificate-${issuer}-${id}`);

  test('is answered with a receipt that says what was stored', async () => {
    const { push: body, record, id } = await hub.certificate({ clearances: 2 });
    const answer = await push(body);
    expect(answer.status).toBe(201);
    const { receipt, position, warnings } = answer.json<Record<string, string>>();
    expect(answer.headers.get('eurasec-position')).toBe(position);
    expect(warnings).toEqual([]);
    const jws = parseJws(receipt!, { typ: 'receipt+jws' });
    verifyJws(jws, hub.receiptKey);
    const said = jws.payload as unknown as ReceiptPayload;
    expect(said).toMatchObject({
      stream: `certificate-KG.MOH-${id}`,
      revision: 0,
      digest: recordDigest(record.split('~')[0]!),
    });
    expect(said.under).toMatchObject([{ contract: 'kg-ru-kz', version: 1 }]);
    const [event] = await hub.running.parts.store.readStream(said.stream);
    expect(event).toMatchObject({ id: said.event, position, type: 'CertificateIssued' });
  });

  test('that comes again is answered with the same bytes, also after a restart', async () => {
    const { push: body } = await hub.certificate({ clearances: 1 });
    const first = await push(body);
    const again = await push(body);
    await hub.restart();
    const later = await push(body);
    expect([first.status, again.status, later.status]).toEqual([201, 200, 200]);
    expect(again.text).toBe(first.text);
    expect(later.text).toBe(first.text);
  });

  test('that comes 8 times at once is stored once', async () => {
    const certificate = await hub.certificate();
    const answers = await Promise.all(Array.from({ length: 8 }, () => push(certificate.push)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(7).fill(200), 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await stored(certificate)).toHaveLength(1);
  });

  test('keeps its receipt whatever becomes of its key', async () => {
    const key = await hub.endorsed('KG.MOH', 'record');
    const { push: body } = await hub.certificate({ key });
    const first = await push(body);
    expect(first.status).toBe(201);
    const at = hub.now();
    await hub.anybody.submitStatement(retireKey(hub.key('KG root'), at, { kid: key.kid }));
    expect((await push(body)).text).toBe(first.text);
    expect((await push((await hub.certificate({ key })).push)).problem.code).toBe(
      'TRUST_KEY_RETIRED',
    );
  });

  test('of another content under the same id is refused, and the first stands', async () => {
    const first = await hub.pushed();
    const other = await hub.certificate({ id: first.id });
    const answer = await push(other.push);
    expect(answer.status).toBe(409);
    expect(answer.problem).toMatchObject({ code: 'RULE_RECORD_ID_REUSED' });
    expect(await stored(first)).toHaveLength(1);
  });

  const seconds = (ago: number) => numericDate(later(hub.now(), -ago));

  test.each<[string, ErrorCode, number, () => Promise<Certificate>, string?]>([
    [
      'a bad signature',
      'TRUST_SIGNATURE_INVALID',
      403,
      async () => forged(await hub.certificate()),
    ],
    [
      'an unknown key',
      'TRUST_KEY_UNKNOWN',
      403,
      () => hub.certificate({ key: generateKey('KG.MOH', 'record') }),
    ],
    [
      'a key for another use',
      'TRUST_KEY_USE',
      403,
      () => hub.certificate({ key: as(hub.key('KG.MOH statement'), 'record') }),
    ],
    [
      'an expired key',
      'TRUST_KEY_NOT_ACTIVE',
      403,
      async () => hub.certificate({ key: await hub.endorsed('KG.MOH', 'record', { until: -10 }) }),
    ],
    [
      "another ministry's key",
      'TRUST_WRONG_ISSUER',
      403,
      () => hub.certificate({ key: hub.key('KG.MOL record') }),
    ],
    ['no contract', 'RULE_NO_CONTRACT', 422, () => hub.certificate({ issuer: 'TJ.MOH' }), 'TJ.MOH'],
    [
      'a claim of the wrong form',
      'WIRE_SCHEMA_MISMATCH',
      400,
      async () =>
        altered(await hub.certificate(), hub.key('KG.MOH record'), 'documentType', 'NONE'),
    ],
    [
      'an HIV finding in the open',
      'WIRE_S5_IN_THE_OPEN',
      400,
      async () => inTheOpen(await hub.certificate(), hub.key('KG.MOH record')),
    ],
    [
      'an iat that is too old',
      'TRUST_IAT_TOO_OLD',
      403,
      async () => {
        const key = await hub.endorsed('KG.MOH', 'record', { from: -5 * DAY });
        return hub.certificate({ key, iat: seconds(3 * DAY + 60) });
      },
    ],
    [
      'an iat in the future',
      'TRUST_IAT_IN_FUTURE',
      403,
      () => hub.certificate({ iat: seconds(-120) }),
    ],
  ])('with %s is refused: %s', async (_, code, status, make, by = 'KG.MOH') => {
    const certificate = await make();
    const answer = await push(certificate.push, by);
    expect([answer.status, answer.problem.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await stored(certificate)).toEqual([]);
  });
});

const as = (key: SigningKey, use: 'record'): SigningKey => ({ ...key, use });
