import { readFileSync } from 'node:fs';
import {
  ConcurrentWrite,
  ERROR_CODES,
  RuleBroken,
  StoreError,
  TrustError,
  UpstreamError,
  WireError,
  type ErrorCode,
} from '#kernel';
import { errorsPage } from './errors-page.ts';
import { headersOf, problemOf } from './problem.ts';
import { statusOf } from './status.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const headers = (error: unknown) => headersOf(problemOf(error), error);

describe('a problem', () => {
  test('tells code, place, facts and remedy', () =>
    expect(
      problemOf(
        new WireError('WIRE_TOO_LARGE', 'for the log', {
          pointer: '/record',
          facts: { size: 70_000, limit: 65_536 },
        }),
      ),
    ).toEqual({
      type: '/problems/WIRE_TOO_LARGE',
      title: 'The input is larger than allowed',
      status: 413,
      code: 'WIRE_TOO_LARGE',
      detail: 'The input is larger than allowed (size: 70000, limit: 65536).',
      pointer: '/record',
      remedy: 'Send less at once; the limit is in the facts.',
    }));

  test('never shows a message or a cause', () => {
    const error = new RuleBroken('RULE_NO_CONTRACT', 'Testov Primer', {
      cause: new Error('Testov'),
    });
    expect(JSON.stringify(problemOf(error))).not.toContain('Testov');
  });

  test.each([
    ['an error nobody foresaw', new TypeError('Testov Primer')],
    ['what is no error', 'Testov Primer'],
    ['a national system that failed', new UpstreamError('UPSTREAM_REFUSED', 'Testov Primer')],
  ])('of %s is only an id to look up in the log', (_, error) =>
    expect(problemOf(error)).toEqual({
      type: 'about:blank',
      title: 'The hub failed',
      status: 500,
      code: 'INTERNAL',
      traceId: expect.stringMatching(UUID),
    }),
  );

  test.each<[ErrorCode, number]>([
    ['WIRE_SCHEMA_MISMATCH', 400],
    ['WIRE_NOT_FOUND', 404],
    ['TRUST_REQUEST_UNSIGNED', 401],
    ['TRUST_CONTENT_DIGEST_MISMATCH', 401],
    ['TRUST_KEY_USE', 403],
    ['LICENCE_SCOPE', 403],
    ['RULE_NO_CONTRACT', 422],
    ['RULE_RECORD_ID_REUSED', 409],
    ['RULE_QUOTA', 429],
    ['STORE_CONCURRENT_WRITE', 409],
    ['STORE_BEHIND', 503],
  ])('%s is answered with %i', (code, status) => expect(statusOf(code)).toBe(status));

  test('every code but those of the systems behind the hub has a status', () => {
    const without = (Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) => !statusOf(code));
    expect(without).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_WITNESS', 'UPSTREAM_REFUSED']);
  });

  test('says when to come back, where coming back helps', () => {
    const quota = new RuleBroken('RULE_QUOTA', 'too many', { facts: { retryAfter: 30 } });
    expect(headers(quota)['retry-after']).toBe('30');
    expect(headers(new StoreError('STORE_BEHIND', 'behind'))['retry-after']).toBe('5');
    expect(headers(new ConcurrentWrite('moved'))['retry-after']).toBe('5');
    expect(headers(new RuleBroken('RULE_NO_CONTRACT', 'none'))).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    });
  });

  test('of an unproved request says how to prove it', () =>
    expect(headers(new TrustError('TRUST_REQUEST_UNSIGNED', 'bare'))['www-authenticate']).toBe(
      'Signature',
    ));

  test('codes are documented as they are', () => {
    const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    expect(page).toBe(errorsPage());
  });
});
