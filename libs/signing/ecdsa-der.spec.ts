import { sign, verify } from 'node:crypto';
import { rawToDer } from './ecdsa-der.ts';
import { generateKey, publicHalf } from './keys.ts';

const number = (...leading: number[]) =>
  Buffer.concat([Buffer.from(leading), Buffer.alloc(32 - leading.length, 0x11)]);
const der = (r: Buffer, s: Buffer) => rawToDer(Buffer.concat([r, s]))!.toString('hex');

describe('r‖s as DER', () => {
  test('verifies like the raw form, for every length that r and s can take', () => {
    const key = generateKey('KG.MOH', 'record');
    const lengths = new Set<number>();
    for (let n = 0; n < 2000; n++) {
      const data = Buffer.from(`${n}`);
      const raw = sign('sha256', data, { key: key.key, dsaEncoding: 'ieee-p1363' });
      const converted = rawToDer(raw)!;
      lengths.add(converted.length);
      if (n % 20 === 0) expect(verify('sha256', data, publicHalf(key).key, converted)).toBe(true);
      else expect(converted[1]).toBe(converted.length - 2);
    }
    expect([70, 71, 72].every((length) => lengths.has(length))).toBe(true);
  });

  test('drops leading zeros, and puts one before a number that would read as negative', () => {
    const high = '022100ff' + '11'.repeat(31);
    const low = '022011' + '11'.repeat(31);
    expect(der(number(0xff), number(0x11))).toBe(`3045${high}${low}`);
    expect(der(number(0x11), number(0xff))).toBe(`3045${low}${high}`);
    expect(der(number(0, 0, 0x7f), number(0, 0x80))).toBe(
      `3042021e7f${'11'.repeat(29)}02200080${'11'.repeat(30)}`,
    );
  });

  test('keeps one byte of a zero', () =>
    expect(der(Buffer.alloc(32), Buffer.alloc(32))).toBe('3006020100020100'));

  test.each([0, 63, 65, 72, 128])('is not made of %i bytes', (length) =>
    expect(rawToDer(Buffer.alloc(length, 1))).toBeUndefined(),
  );
});
