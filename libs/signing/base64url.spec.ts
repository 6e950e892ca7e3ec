import * as fc from 'fast-check';
import { codeOf } from '#testing';
import { decodeBase64url, encodeBase64url } from './base64url.ts';

const refusal = (text: string) => codeOf(() => decodeBase64url(text, 'part'));

describe('base64url', () => {
  test('gives back any bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect([...decodeBase64url(encodeBase64url(bytes), 'part')]).toEqual([...bytes]);
      }),
    ));

  test('has one text for each byte sequence: of 64 last characters only those with unused bits zero pass', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted = (prefix: string) =>
      [...alphabet].filter((last) => refusal(prefix + last) === undefined).join('');
    expect(accepted('A')).toBe('AQgw');
    expect(accepted('AA')).toBe('AEIMQUYcgkosw048');
    expect(accepted('AAA')).toBe(alphabet);
  });

  test.each([
    ['padding', 'AA=='],
    ['the other alphabet', '+/+/'],
    ['a line break', 'AAAA\n'],
    ['a space inside', 'AA AA'],
    ['a length that no bytes have', 'AAAAA'],
    ['a character of no alphabet', 'AA*A'],
    ['a letter that looks like one', 'АAAA'],
    ['a null character', 'AAAA\0'],
    ['a dot', 'AAAA.'],
  ])('is refused with %s', (_, text) => expect(refusal(text)).toBe('WIRE_NOT_BASE64URL'));
});
