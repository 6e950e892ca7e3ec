import { randomBytes } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const CODE = /^[A-Z2-7]{26}$/;

/** A new verification code, or consent token: 130 random bits as 26 characters of RFC 4648 base32. */
export const newVerificationCode = (): string =>
  Array.from(randomBytes(26), (byte) => BASE32[byte % BASE32.length]).join('');

/** The code as people type it: small letters, blanks and hyphens between groups. Undefined if it is no code. */
export function readVerificationCode(typed: string): string | undefined {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return CODE.test(code) ? code : undefined;
}
