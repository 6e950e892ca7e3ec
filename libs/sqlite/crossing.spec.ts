import { ConcurrentWrite, RuleBroken, StoreError, TrustError, WireError } from '#kernel';
import { compact, pack, unpack } from './crossing.ts';

const across = (error: unknown): unknown => unpack(structuredClone(pack(error)));

describe('an error that crosses between threads', () => {
  test.each([
    new ConcurrentWrite('moved on', { facts: { revision: 3 } }),
    new StoreError('STORE_CORRUPT', 'what is this'),
    new RuleBroken('RULE_QUOTA', 'too many', { pointer: '/items/3' }),
    new TrustError('LICENCE_SCOPE', 'not there'),
    new WireError('WIRE_TOO_LARGE', 'too large', { facts: { limit: 8 } }),
  ])('keeps its class and parts: $code', (error) => {
    const there = across(error);
    expect(there).toBeInstanceOf(error.constructor);
    const { code, message, pointer, facts } = error;
    expect(there).toMatchObject({ code, message, pointer, facts });
  });

  test('is the same without them', () => {
    expect(across(new RangeError('a mistake of ours'))).toEqual(
      new RangeError('a mistake of ours'),
    );
  });
});

describe('bytes that cross between threads', () => {
  const slab = Buffer.from('the whole slab');
  const view = slab.subarray(4, 9);

  test('are taken out of the buffer they share', () => {
    const { bytes, list } = compact({ bytes: view, list: [[view]] }) as {
      bytes: Uint8Array;
      list: Uint8Array[][];
    };
    for (const alone of [bytes, list[0]?.[0]]) {
      expect(Buffer.from(alone ?? []).toString()).toBe('whole');
      expect(alone?.buffer.byteLength).toBe(5);
    }
  });

  test('that are alone, and all else, stay what they are', () => {
    const alone = new Uint8Array(8);
    const date = new Date(0);
    expect(compact(alone)).toBe(alone);
    expect(compact(date)).toBe(date);
    expect(compact(['a', 1, null, undefined])).toEqual(['a', 1, null, undefined]);
  });
});
