import { newVerificationCode, readVerificationCode } from './verification-code.ts';

describe('a verification code', () => {
  test('is 26 characters of base32, never the same', () => {
    const codes = Array.from({ length: 1_000 }, newVerificationCode);
    expect(new Set(codes).size).toBe(1_000);
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{26}$/);
    expect(new Set(codes.join('')).size).toBe(32);
  });

  test('is read as people type it', () => {
    const code = 'ABCDEFGHIJKLMNOPQRSTUV2345';
    expect(readVerificationCode(code)).toBe(code);
    expect(readVerificationCode(' abcdef-ghijkl mnopqr-stuv2345 ')).toBe(code);
  });

  test.each(['', 'A'.repeat(25), 'A'.repeat(27), `${'A'.repeat(25)}1`, `${'A'.repeat(25)}é`])(
    'is none in %j',
    (typed) => expect(readVerificationCode(typed)).toBeUndefined(),
  );
});
