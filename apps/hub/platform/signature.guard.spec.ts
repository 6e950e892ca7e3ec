import { numericDate, type ErrorCode } from '#kernel';
import { contentDigest, generateKey, signRequest } from '#signing';
import { TestHub } from '../hub.samples.ts';
import type { Answer } from '../question.samples.ts';

const PUSH = '/v1/medical-certificates';
const READ = '/v1/exchange-contracts/kg-ru-kz';

describe('a request', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const outcome = (answer: Answer) => [answer.status, answer.problem.code];

  /** Sends a request with the signature of another one. */
  async function captured(
    signed: { path: string; body?: string; method?: string },
    sent: { path: string; body?: string; headers?: Record<string, string> },
    now = numericDate(hub.now()),
  ): Promise<Answer> {
    const headers = signRequest({
      method: signed.method ?? (signed.body === undefined ? 'GET' : 'POST'),
      url: `${hub.origin}${signed.path}`,
      key: hub.key('KG.MOH request'),
      created: now,
      ...(signed.body !== undefined && { body: signed.body }),
    });
    return hub.ask(sent.path, {
      ...(sent.body !== undefined && { body: sent.body }),
      headers: { ...headers, ...sent.headers },
    });
  }

  test('without a signature is refused', async () => {
    const answer = await hub.ask(READ);
    expect(outcome(answer)).toEqual([401, 'TRUST_REQUEST_UNSIGNED']);
    expect(answer.headers.get('www-authenticate')).toBe('Signature');
  });

  test('is signed with an endorsed request key, and no other', async () => {
    const by = (key: ReturnType<TestHub['key']>) => hub.ask(READ, { by: key });
    expect(outcome(await by(generateKey('KG.MOH', 'request')))).toEqual([403, 'TRUST_KEY_UNKNOWN']);
    const record = { ...hub.key('KG.MOH record'), use: 'request' as const };
    expect(outcome(await by(record))).toEqual([403, 'TRUST_KEY_USE']);
    const old = await hub.endorsed('KG.MOH', 'request', { until: -1 });
    expect(outcome(await by(old))).toEqual([403, 'TRUST_KEY_NOT_ACTIVE']);
    expect((await by(await hub.endorsed('KG.MOH', 'request'))).status).toBe(200);
  });

  const body = '{"record":"a"}';

  test.each<[string, Parameters<typeof captured>[0], Parameters<typeof captured>[1], ErrorCode]>([
    [
      'another body',
      { path: PUSH, body },
      { path: PUSH, body: '{"record":"b"}' },
      'TRUST_CONTENT_DIGEST_MISMATCH',
    ],
    [
      'another body and its digest',
      { path: PUSH, body },
      {
        path: PUSH,
        body: '{"record":"b"}',
        headers: { 'content-digest': contentDigest('{"record":"b"}') },
      },
      'TRUST_REQUEST_SIGNATURE_INVALID',
    ],
    [
      'the same JSON in other bytes',
      { path: PUSH, body },
      { path: PUSH, body: '{"record": "a"}' },
      'TRUST_CONTENT_DIGEST_MISMATCH',
    ],
    [
      'a body where none was signed',
      { path: PUSH, method: 'POST' },
      { path: PUSH, body },
      'TRUST_REQUEST_SIGNATURE_INVALID',
    ],
    [
      'another path',
      { path: PUSH, body },
      { path: '/v1/medical-evidence', body },
      'TRUST_REQUEST_SIGNATURE_INVALID',
    ],
    [
      'another query',
      { path: `${READ}?a=1` },
      { path: `${READ}?a=2` },
      'TRUST_REQUEST_SIGNATURE_INVALID',
    ],
    [
      'another method',
      { path: PUSH, body, method: 'PUT' },
      { path: PUSH, body },
      'TRUST_REQUEST_SIGNATURE_INVALID',
    ],
  ])('with the signature of %s is refused', async (_, signed, sent, code) => {
    expect(outcome(await captured(signed, sent))).toEqual([401, code]);
  });

  test('to another hub is refused here', async () => {
    const headers = signRequest({
      method: 'GET',
      url: `http://other.example${READ}`,
      key: hub.key('KG.MOH request'),
    });
    const answer = await hub.ask(READ, { headers });
    expect(outcome(answer)).toEqual([401, 'TRUST_REQUEST_SIGNATURE_INVALID']);
  });

  test('whatever Host it names, is judged by the configured origin', async () => {
    const answer = await captured(
      { path: READ },
      { path: READ, headers: { 'x-forwarded-host': 'other.example' } },
    );
    expect(answer.status).toBe(200);
  });

  test.each([
    ['a minute and more ago', -62],
    ['in the future', 62],
  ])('signed %s is refused', async (_, seconds) => {
    const created = numericDate(hub.now()) + seconds;
    const answer = await captured({ path: READ }, { path: READ }, created);
    expect(outcome(answer)).toEqual([401, 'TRUST_REQUEST_EXPIRED']);
  });

  test('that pushes is answered alike when it is replayed', async () => {
    const { push } = await hub.certificate();
    const text = JSON.stringify(push);
    const headers = signRequest({
      method: 'POST',
      url: `${hub.origin}${PUSH}`,
      key: hub.key('KG.MOH request'),
      body: text,
    });
    const first = await hub.ask(PUSH, { body: text, headers });
    const again = await hub.ask(PUSH, { body: text, headers });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.text).toBe(first.text);
  });

  test('that asks about a worker is refused when it is replayed, also after a restart', async () => {
    const path = '/v1/verifications';
    const text = JSON.stringify({
      code: 'A'.repeat(26),
      documentNumber: 'PE0000001',
      birthDate: '1990-02-28',
      destination: 'RU',
    });
    const headers = signRequest({
      method: 'POST',
      url: `${hub.origin}${path}`,
      key: hub.key('RU.AGENCY1 request'),
      body: text,
    });
    const ask = () => hub.ask(path, { body: text, headers });
    expect((await ask()).status).toBe(200);
    expect(outcome(await ask())).toEqual([401, 'TRUST_REQUEST_REPLAYED']);
    await hub.restart();
    expect(outcome(await ask())).toEqual([401, 'TRUST_REQUEST_REPLAYED']);
  });
});
