import fc from 'fast-check';
import { processorTime, QUADRATIC } from '#testing';
import {
  civilDate,
  dateOfDay,
  isCivilDate,
  latestDateAt,
  offsetInstant,
  partialDate,
  plusDays,
} from './civil-date.ts';
import { COUNTRIES } from './countries.ts';
import { covers, ISCO_08 } from './isco-08.ts';
import { object } from './object.ts';
import { escapePointer, pointerOf } from './pointer.ts';
import { boolean, code, constant, integer, list, text, type Schema } from './schema.ts';
import { latinName, numberText, personName, printed, registerId } from './texts.ts';

const accepts = (schema: Schema, value: unknown) => schema.check(value as never) === undefined;

describe('civil dates', () => {
  test.each(['1900-01-01', '2000-02-29', '2024-02-29', '2026-11-24', '2199-12-31'])(
    '%s is one',
    (date) => expect(accepts(civilDate, date)).toBe(true),
  );

  test.each([
    '1899-12-31',
    '2200-01-01',
    '1900-02-29',
    '2026-02-29',
    '2026-04-31',
    '2026-00-01',
    '2026-13-01',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    '2026-01-01\n',
    '',
    20260101,
    null,
  ])('%j is none', (date) => expect(accepts(civilDate, date)).toBe(false));

  test('are counted in days', () => {
    expect(plusDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(plusDays('2026-11-20', 364)).toBe('2027-11-19');
    expect(plusDays('2026-01-01', -1)).toBe('2025-12-31');
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 84_005 }), (day) => {
        expect(isCivilDate(dateOfDay(day))).toBe(true);
      }),
    );
  });

  test('are nowhere on Earth later than at UTC+14', () => {
    expect(latestDateAt(Date.parse('2026-11-24T09:59:59Z') / 1000)).toBe('2026-11-24');
    expect(latestDateAt(Date.parse('2026-11-24T10:00:00Z') / 1000)).toBe('2026-11-25');
  });

  test('may be partial on foreign documents', () => {
    for (const date of ['1964', '1964-08', '1964-08-12'])
      expect(accepts(partialDate, date)).toBe(true);
    for (const date of ['', '64', '1964-13', '1964-8', '1964-08-32', '1964-00'])
      expect(accepts(partialDate, date)).toBe(false);
  });

  test('of foreign moments have an offset', () => {
    for (const instant of ['2021-06-07T10:00:00.110Z', '2021-05-10T10:54:34+02:00'])
      expect(accepts(offsetInstant, instant)).toBe(true);
    for (const instant of ['2021-06-07T10:00:00', '2021-06-31T10:00:00Z', '2021-06-07T10:60:00Z'])
      expect(accepts(offsetInstant, instant)).toBe(false);
  });
});

describe('code lists', () => {
  test('have every country of ISO 3166-1, once', () => {
    expect(COUNTRIES).toHaveLength(249);
    expect(new Set(COUNTRIES).size).toBe(249);
    expect(COUNTRIES).toEqual(expect.arrayContaining(['BY', 'KG', 'KZ', 'RU', 'TJ', 'UZ', 'AM']));
    for (const none of ['EU', 'UK', 'SU', 'XX', 'XK']) expect(COUNTRIES).not.toContain(none);
  });

  test('have every group of ISCO-08', () => {
    const levels = [1, 2, 3, 4].map((length) => ISCO_08.filter((one) => one.length === length));
    expect(levels.map((codes) => codes.length)).toEqual([10, 43, 130, 436]);
    const trades = ['7112', '7115', '9313', '9211', '8332', '9111', '9412'];
    expect(ISCO_08).toEqual(expect.arrayContaining(trades));
  });
});

describe('a fitness scope', () => {
  test.each<[readonly string[] | undefined, string | undefined, boolean]>([
    [undefined, undefined, true],
    [undefined, '7112', true],
    [['7112', '93'], '7112', true],
    [['7112', '93'], '9313', true],
    [['7112', '93'], '93', true],
    [['7112', '93'], '9', false],
    [['7112', '93'], '7115', false],
    [['7112'], '711', false],
    [['7112'], undefined, false],
  ])('%j covers %j: %j', (scope, occupation, expected) => {
    expect(covers(scope, occupation)).toBe(expected);
  });
});

describe('texts', () => {
  test('are in NFC and whole', () => {
    const any = text({ max: 10 });
    expect(accepts(any, 'é')).toBe(true);
    expect(accepts(any, 'e\u0301')).toBe(false);
    expect(accepts(any, '\ud83d')).toBe(false);
  });

  test('are counted in code points, as JSON Schema does', () => {
    expect(accepts(text({ max: 2 }), '😀😀')).toBe(true);
    expect(accepts(text({ max: 2 }), '😀😀😀')).toBe(false);
  });

  test('that print have nothing hidden in them', () => {
    for (const value of ['Клиника № 1 "Здоровье"', 'a', 'A b'])
      expect(accepts(printed(40), value)).toBe(true);
    for (const value of [' a', 'a ', 'a\nb', 'a\u200bb', 'a\u202eb', '\u00a0', '', 'a\u2028b'])
      expect(accepts(printed(40), value)).toBe(false);
  });

  test.each([
    ['names', personName],
    ['Latin names', latinName],
    ['numbers', numberText(32)],
    ['register ids', registerId(64)],
    ['lines', printed(200)],
  ])('%s are judged in linear time, however they are made', async (_, schema) => {
    for (const unit of ['A', 'A ', "A'", '-', ' ', 'Ж.', '\u0301'])
      for (const tail of ['', '\n', '!']) {
        const judge = () => {
          schema.check(unit.repeat(100_000) + tail);
          schema.check(unit.repeat(60).slice(0, 60) + tail);
        };
        expect(await processorTime(judge)).toBeLessThan(QUADRATIC);
      }
  });
});

describe('schemas', () => {
  const schema = object(
    { kind: code(['A', 'B']), ok: boolean },
    { note: text({ max: 5 }), numbers: list(integer(1, 3), { max: 2 }), fixed: constant('x') },
    [{ member: 'kind', values: ['A'], needs: ['note'], forbids: ['fixed'] }],
  );
  const flaw = (value: unknown) => schema.check(value as never)?.pointer;

  test('point at what is wrong', () => {
    expect(flaw({ kind: 'A', ok: true, note: 'n' })).toBeUndefined();
    expect(flaw({ kind: 'B', ok: false, numbers: [1, 3], fixed: 'x' })).toBeUndefined();
    expect(flaw([])).toBe('');
    expect(flaw(null)).toBe('');
    expect(flaw({ ok: true })).toBe('/kind');
    expect(flaw({ kind: 'A', ok: true })).toBe('/note');
    expect(flaw({ kind: 'A', ok: true, note: 'n', fixed: 'x' })).toBe('/fixed');
    expect(flaw({ kind: 'B', ok: true, numbers: [1, 4] })).toBe('/numbers/1');
    expect(flaw({ kind: 'B', ok: true, numbers: [1, 1] })).toBe('/numbers');
    expect(flaw({ kind: 'B', ok: true, numbers: [1, 2, 3] })).toBe('/numbers');
    expect(flaw({ kind: 'B', ok: true, numbers: {} })).toBe('/numbers');
    expect(flaw({ kind: 'B', ok: true, 'a/b~c': 1 })).toBe('/a~1b~0c');
    expect(flaw({ kind: 'B', ok: true, toString: 1 })).toBe('/toString');
    expect(flaw({ kind: 'B', ok: 1 })).toBe('/ok');
    expect(flaw({ kind: 'B', ok: true, fixed: 'y' })).toBe('/fixed');
  });
});

test('pointers are those of RFC 6901', () => {
  expect(escapePointer('m~n/o')).toBe('m~0n~1o');
  expect(pointerOf(['a/b', 0, 'c'])).toBe('/a~1b/0/c');
  expect(pointerOf([])).toBe('');
});
