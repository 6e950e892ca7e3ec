import * as fc from 'fast-check';
import type { ErrorCode } from '#kernel';
import { codeOf, processorTime, QUADRATIC } from '#testing';
import { jcs, parseJson } from './json.ts';

const refusal = (text: string | Uint8Array, limits = {}) => codeOf(() => parseJson(text, limits));
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('strict JSON', () => {
  test('reads whatever JSON.stringify writes', () => {
    const member = fc.string({ unit: 'grapheme' }).filter((name) => !name.includes('proto'));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(member, tie('tree'), { maxKeys: 5, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(parseJson(text, { depth: 1000 }))).toBe(text);
        expect(JSON.stringify(parseJson(Buffer.from(text), { depth: 1000 }))).toBe(text);
      }),
    );
  });

  test('finds a member that is written twice in any object, whatever its strings hold', () => {
    const tricky = fc.constantFrom(':', '"', '\\', '\\"', '":', '{', '}', 'é', '\u2028', '\\\\');
    const name = fc.string({ unit: tricky, minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(name, name, name, (one, other, value) => {
        const member = `${JSON.stringify(one)}:${JSON.stringify(value)}`;
        const last = `${JSON.stringify(other)} : [${JSON.stringify(value)}]`;
        expect(refusal(`{${member},"x":{${member}}}`)).toBeUndefined();
        expect(refusal(`[{"x":1,${member},${last},${member}}]`)).toBe('WIRE_DUPLICATE_MEMBER');
        if (one !== other) expect(refusal(`{${member},${last}}`)).toBeUndefined();
      }),
    );
  });

  test.each<[string, ErrorCode, string | Uint8Array]>([
    ['a member named twice', 'WIRE_DUPLICATE_MEMBER', '{"alg":"ES256","alg":"none"}'],
    ['a member named twice by escapes', 'WIRE_DUPLICATE_MEMBER', '{"a":1,"\\u0061":2}'],
    ['a member named twice deep inside', 'WIRE_DUPLICATE_MEMBER', '[[{"a":{"b":1,"b":1}}]]'],
    ['an empty name twice', 'WIRE_DUPLICATE_MEMBER', '{"":1,"":1}'],
    ['__proto__', 'WIRE_FORBIDDEN_MEMBER', '{"__proto__":{"admin":true}}'],
    ['an escaped __proto__', 'WIRE_FORBIDDEN_MEMBER', '{"\\u005f_proto__":1}'],
    ['constructor', 'WIRE_FORBIDDEN_MEMBER', '{"a":[{"constructor":1}]}'],
    ['prototype', 'WIRE_FORBIDDEN_MEMBER', '{"prototype":1}'],
    ['nothing', 'WIRE_NOT_JSON', ''],
    ['a comment', 'WIRE_NOT_JSON', '{} // no'],
    ['a trailing comma', 'WIRE_NOT_JSON', '[1,]'],
    ['two values', 'WIRE_NOT_JSON', '{}{}'],
    ['a string without end', 'WIRE_NOT_JSON', '{"a":"b'],
    ['a string that ends in an escaped quote', 'WIRE_NOT_JSON', '"a\\"'],
    ['single quotes', 'WIRE_NOT_JSON', "{'a':1}"],
    ['a byte order mark', 'WIRE_NOT_JSON', '\ufeff{}'],
    ['a byte order mark in bytes', 'WIRE_NOT_JSON', Buffer.from('\ufeff{}')],
    ['bytes that are not UTF-8', 'WIRE_NOT_JSON', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ['an overlong slash', 'WIRE_NOT_JSON', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['UTF-16', 'WIRE_NOT_JSON', Buffer.from('{}', 'utf16le')],
    ['half a surrogate pair', 'WIRE_NOT_JSON', '"\ud800"'],
    ['half a surrogate pair, escaped', 'WIRE_NOT_JSON', '["\\udfff"]'],
    ['half a surrogate pair in a name', 'WIRE_NOT_JSON', '{"\\ud800":1}'],
    ['a number beyond all doubles', 'WIRE_NOT_JSON', '1e999'],
    ['an integer that a double rounds', 'WIRE_NOT_JSON', '{"iat":9007199254740993}'],
    ['NaN', 'WIRE_NOT_JSON', 'NaN'],
  ])('is refused with %s', (_, code, text) => expect(refusal(text)).toBe(code));

  test('nests 32 levels deep and no deeper, whatever it is in the strings', () => {
    expect(refusal(deep(32))).toBeUndefined();
    expect(refusal(deep(33))).toBe('WIRE_TOO_DEEP');
    expect(refusal('[['.repeat(200_000), { bytes: 1e6 })).toBe('WIRE_TOO_DEEP');
    expect(refusal(JSON.stringify(deep(100)))).toBeUndefined();
  });

  test('has at most 64 KiB of UTF-8, or what the caller allows', () => {
    const text = (bytes: number) => JSON.stringify('é'.repeat((bytes - 2) / 2));
    expect(refusal(text(65536))).toBeUndefined();
    expect(refusal(text(65538))).toBe('WIRE_TOO_LARGE');
    expect(refusal(Buffer.from(text(65538)))).toBe('WIRE_TOO_LARGE');
    expect(refusal(text(65538), { bytes: 65538 })).toBeUndefined();
  });

  test('is never quoted by its refusal', () => {
    const secret = 'Testov Primer';
    for (const text of [`{"a":${secret}}`, `{"a":1,"a":"${secret}"}`, `["${secret}\ud800"]`]) {
      let message = '';
      try {
        parseJson(text);
      } catch (error) {
        message = `${(error as Error).message} ${String((error as Error).cause)}`;
      }
      expect(message).not.toBe('');
      expect(message).not.toContain('Testov');
    }
  });

  test.each([
    ['quotes', '"'.repeat(100_000)],
    ['escaped quotes', `"${'\\"'.repeat(50_000)}`],
    ['backslashes', `"${'\\'.repeat(100_000)}"`],
    ['backslashes without end', `"${'\\'.repeat(99_999)}`],
    ['open brackets', '['.repeat(100_000)],
    ['colons', ':'.repeat(100_000)],
    ['members', `{${'"a":1,'.repeat(15_000)}"a":1}`],
  ])('takes linear time for 100 KB of %s', async (_, text) => {
    expect(await processorTime(() => refusal(text, { bytes: 200_000 }))).toBeLessThan(QUADRATIC);
  });
});

test('JCS writes the example of RFC 8785 §3.2.3', () => {
  const value = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(jcs(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});
