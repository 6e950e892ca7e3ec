import type { BatchLine, Push } from '#client';
import { recordDigest } from '#credentials';
import { generateKey } from '#signing';
import { TestHub } from '../hub.samples.ts';
import { altered, forged } from './altered.samples.ts';

const PATH = '/v1/medical-certificates/batch';
const type = 'application/x-ndjson';

describe('a batch', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const send = (body: string) => hub.ask(PATH, { body, contentType: type, by: 'KG.MOH' });
  const pushed = async (pushes: readonly Push[]): Promise<BatchLine[]> => {
    const answer = await send(pushes.map((push) => `${JSON.stringify(push)}\n`).join(''));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    return answer.lines<BatchLine>();
  };
  const told = (line: BatchLine) => ('problem' in line ? line.problem.code : line.status);
  const many = (count: number) =>
    Promise.all(Array.from({ length: count }, () => hub.certificate()));

  test('is answered a line at a time, in input order, bad lines among good ones', async () => {
    const key = hub.key('KG.MOH record');
    const [a, b, c, d] = await many(4);
    const unknown = await hub.certificate({ key: generateKey('KG.MOH', 'record') });
    const reused = await hub.certificate({ id: a!.id });
    const wrong = altered(b!, key, 'documentType', 'NONE');
    const lines = await pushed([
      a!.push,
      forged(b!).push,
      unknown.push,
      c!.push,
      reused.push,
      wrong.push,
      { record: 'not a record' },
      d!.push,
    ]);
    expect(lines.map(told)).toEqual([
      201,
      'TRUST_SIGNATURE_INVALID',
      'TRUST_KEY_UNKNOWN',
      201,
      'RULE_RECORD_ID_REUSED',
      'WIRE_SCHEMA_MISMATCH',
      'WIRE_DISCLOSURE_INVALID',
      201,
    ]);
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('gives a receipt once for a record that stands in it twice', async () => {
    const [a, b] = await many(2);
    const lines = await pushed([a!.push, b!.push, a!.push, a!.push]);
    expect(lines.map(told)).toEqual([201, 201, 200, 200]);
    const receipts = lines.map((line) => ('receipt' in line ? line.receipt : ''));
    expect(receipts[2]).toBe(receipts[0]);
    expect(receipts[3]).toBe(receipts[0]);
  });

  test('lets a successor follow its predecessor', async () => {
    const first = await hub.certificate();
    const digest = recordDigest(first.record.split('~')[0]!);
    const next = await hub.certificate({ claims: { supersedes: { id: first.id, digest } } });
    const lines = await pushed([first.push, next.push]);
    expect(lines.map(told)).toEqual([201, 201]);
  });

  test('sent again gives its receipts again, also after a restart', async () => {
    const pushes = (await many(5)).map(({ push }) => push);
    const first = await pushed(pushes);
    await hub.restart();
    const again = await pushed(pushes);
    expect(first.map(told)).toEqual(Array(5).fill(201));
    expect(again).toEqual(first.map((line) => ({ ...line, status: 200 })));
  });

  test('notes all its refusals in one access event', async () => {
    const [a, b] = await many(2);
    const before = (await hub.events('access')).length;
    await pushed([forged(a!).push, forged(b!).push, { record: 'none' }]);
    const [event, ...rest] = (await hub.events('access')).slice(before);
    expect(rest).toEqual([]);
    expect(JSON.parse(event!.data)).toMatchObject({
      purpose: 'PUSH_BATCH',
      outcome: 'TRUST_SIGNATURE_INVALID:2 WIRE_DISCLOSURE_INVALID:1',
    });
  });

  test('says of each line what is wrong with its JSON', async () => {
    const { push } = await hub.certificate();
    const { lines } = await send(
      [
        '{"record":',
        '{"record":"a","record":"b"}',
        '{"__proto__":1}',
        '[]',
        JSON.stringify(push),
      ].join('\n'),
    );
    expect(lines<BatchLine>().map(told)).toEqual([
      'WIRE_NOT_JSON',
      'WIRE_DUPLICATE_MEMBER',
      'WIRE_FORBIDDEN_MEMBER',
      'WIRE_SCHEMA_MISMATCH',
      201,
    ]);
  });

  test('of a thousand and one lines is refused whole', async () => {
    const answer = await send('{}\n'.repeat(1_001));
    expect(answer.status).toBe(413);
    expect(answer.problem).toMatchObject({ code: 'WIRE_TOO_LARGE' });
    expect(answer.problem.detail).toContain('limit: 1000');
  });

  test('of more than 8 MiB is refused unread', async () => {
    const answer = await send('x'.repeat(8 * 1024 * 1024 + 1));
    expect([answer.status, answer.problem.code]).toEqual([413, 'WIRE_TOO_LARGE']);
  });

  test('must be NDJSON', async () => {
    const { push } = await hub.certificate();
    const answer = await hub.ask(PATH, { body: push, by: 'KG.MOH' });
    expect([answer.status, answer.problem.code]).toEqual([415, 'WIRE_CONTENT_TYPE']);
  });

  test('of nothing is answered with nothing', async () => {
    expect((await send('\n\n')).text).toBe('');
    expect((await send('')).text).toBe('');
  });
});
