import fc from 'fast-check';
import { decodeBase64url } from '#signing';
import { codeOf } from '#testing';
import { decodePart, isBase64urlLike } from './base64url-part.ts';

const isAccepted = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

/** By the strict decoder of #signing, and as UTF-8. */
const isCanonicalText = (part: string): boolean =>
  isAccepted(() => new TextDecoder('utf-8', { fatal: true }).decode(decodeBase64url(part, 'part')));

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.base64String(),
  fc.string({ unit: fc.constantFrom(...'AQgwB-_=+/ \n.~Ł') }),
  fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text).toString('base64url')),
  fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')),
);

describe('a part of a credential', () => {
  test('is decoded to its text', () => {
    expect(decodePart(Buffer.from('Тестов \uFFFD').toString('base64url'))).toBe('Тестов \uFFFD');
    expect(decodePart('')).toBe('');
  });

  test.each(['A', 'AAAAA', 'AB', 'AAB', 'AA=', 'AA==', 'A A', 'AAA\n', '..AA'])(
    'is refused when it is not canonical: %j',
    (part) => expect(codeOf(() => decodePart(part))).toBe('WIRE_NOT_BASE64URL'),
  );

  test('is refused when its bytes are no UTF-8', () => {
    expect(codeOf(() => decodePart('_w'))).toBe('WIRE_NOT_JSON');
  });

  test('is accepted exactly when it is what encoding its text gives', () => {
    fc.assert(
      fc.property(anyText, (part) => {
        const isRead = isBase64urlLike(part) && isAccepted(() => decodePart(part));
        return isRead === isCanonicalText(part);
      }),
      { numRuns: 3_000 },
    );
  });
});
