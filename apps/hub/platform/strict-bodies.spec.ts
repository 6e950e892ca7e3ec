import type { ErrorCode } from '#kernel';
import { TestHub } from '../hub.samples.ts';

describe('a signed body', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start({ contracts: [] })));
  afterAll(() => hub.close());

  const PATH = '/v1/medical-certificates';
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  test.each<[string, string, number, ErrorCode, string?]>([
    ['names a member twice', '{"record":"a","record":"b"}', 400, 'WIRE_DUPLICATE_MEMBER'],
    [
      'names a member twice, once escaped',
      '{"record":"a","\\u0072ecord":"b"}',
      400,
      'WIRE_DUPLICATE_MEMBER',
    ],
    [
      'reaches for the prototype',
      '{"record":"a","__proto__":{"clearances":[]}}',
      400,
      'WIRE_FORBIDDEN_MEMBER',
    ],
    ['reaches for the prototype, escaped', '{"\\u005f_proto__":1}', 400, 'WIRE_FORBIDDEN_MEMBER'],
    [
      'reaches for the constructor',
      '{"constructor":{"prototype":{}}}',
      400,
      'WIRE_FORBIDDEN_MEMBER',
    ],
    ['is nested too deeply', deep(40), 400, 'WIRE_TOO_DEEP'],
    ['is no JSON', '{record:"a"}', 400, 'WIRE_NOT_JSON'],
    ['has something after the JSON', '{"record":"a"}x', 400, 'WIRE_NOT_JSON'],
    ['is no object', '["a"]', 400, 'WIRE_SCHEMA_MISMATCH', ''],
    ['has no record', '{}', 400, 'WIRE_SCHEMA_MISMATCH', '/record'],
    ['has a member of the wrong type', '{"record":1}', 400, 'WIRE_SCHEMA_MISMATCH', '/record'],
    ['has an unknown member', '{"record":"a","more":1}', 400, 'WIRE_SCHEMA_MISMATCH', '/more'],
    [
      'has a wrong member inside',
      '{"record":"a","sealed":[{"path":[],"digest":"x","to":"RU.MOH","jwe":"x"}]}',
      400,
      'WIRE_SCHEMA_MISMATCH',
      '/sealed/0/digest',
    ],
    ['is larger than allowed', `{"record":"${'x'.repeat(512 * 1024)}"}`, 413, 'WIRE_TOO_LARGE'],
  ])('that %s is refused', async (_, body, status, code, ...[pointer]) => {
    const { problem } = await hub.ask(PATH, { body, by: 'KG.MOH' });
    expect(problem).toMatchObject({ status, code, ...(pointer !== undefined && { pointer }) });
  });

  test('that is not UTF-8 is refused', async () => {
    const body = Buffer.concat([
      Buffer.from('{"record":"'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]);
    const { problem } = await hub.ask(PATH, { body, by: 'KG.MOH' });
    expect(problem.code).toBe('WIRE_NOT_JSON');
  });

  test('is never unpacked', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const { problem } = await hub.ask(PATH, { body: '{}', by: 'KG.MOH', headers });
    expect(problem).toMatchObject({ status: 415, code: 'WIRE_CONTENT_ENCODING' });
  });

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])(
    'of type %s is refused',
    async (contentType) => {
      const { problem } = await hub.ask(PATH, { body: '{}', by: 'KG.MOH', contentType });
      expect(problem).toMatchObject({ status: 415, code: 'WIRE_CONTENT_TYPE' });
    },
  );

  test('is read after its signature, never before', async () => {
    const { problem } = await hub.ask(PATH, { body: '{"record":"a","record":"b"}' });
    expect(problem.code).toBe('TRUST_REQUEST_UNSIGNED');
  });
});
