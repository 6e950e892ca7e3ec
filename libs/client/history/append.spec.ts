import { codeOf } from '#testing';
import { assertDecided, isSame, isTogether, type Append } from './append.ts';
import type { HistoryEvent } from './read-event.ts';

const event = (change: Partial<HistoryEvent> = {}): HistoryEvent => ({
  type: 'A',
  data: { a: 1 },
  at: '2031-05-01T10:00:00.000Z',
  by: 'KG.MOH',
  id: '',
  stream: 'certificate-1',
  revision: 0,
  position: '1',
  correlationId: 'A',
  ...change,
});

describe('events of one append', () => {
  test('are of one stream and one request', () => {
    expect(isTogether(event(), event({ revision: 1 }))).toBe(true);
    expect(isTogether(event(), event({ stream: 'certificate-2' }))).toBe(false);
    expect(isTogether(event(), event({ correlationId: 'B' }))).toBe(false);
  });

  test.each<[string | undefined, string, Partial<HistoryEvent>]>([
    [undefined, 'nothing', {}],
    [undefined, 'their places', { revision: 7, position: '9' }],
    ['RULE_STATEMENT_MISMATCH', 'a type', { type: 'B' }],
    ['RULE_STATEMENT_MISMATCH', 'data', { data: { a: 2 } }],
    ['RULE_STATEMENT_MISMATCH', 'a time', { at: '2031-05-01T10:00:00.001Z' }],
    ['RULE_STATEMENT_MISMATCH', 'an actor', { by: 'HUB' }],
    ['TRUST_MISROUTED', 'recipients', { to: [] }],
    ['TRUST_MISROUTED', 'contracts', { under: [] }],
    ['RULE_STATEMENT_MISMATCH', 'recipients and a time', { to: [], at: '2032' }],
  ])('are found with %s where they differ in %s from what was decided', (code, _, change) => {
    for (const append of [
      [event(), event(change)],
      [event(change), event()],
    ] as const)
      expect(codeOf(() => assertDecided(append, [event(), event()]))).toBe(code);
  });

  test('are as many as were decided', () => {
    const one: Append = [event()];
    for (const decided of [[], [event(), event()]])
      expect(codeOf(() => assertDecided(one, decided))).toBe('RULE_STATEMENT_MISMATCH');
  });
});

describe('two values', () => {
  test.each<[unknown, unknown]>([
    [1, 1],
    [null, null],
    ['a', 'a'],
    [
      [1, ['a']],
      [1, ['a']],
    ],
    [
      { a: 1, b: { c: [] } },
      { b: { c: [] }, a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
    [undefined, undefined],
  ])('have the same JSON: %j and %j', (one, other) => {
    expect(isSame(one, other)).toBe(true);
    expect(isSame(other, one)).toBe(true);
  });

  test.each<[unknown, unknown]>([
    [1, '1'],
    ['ab', { 0: 'a', 1: 'b' }],
    [1, 2],
    [null, {}],
    [null, undefined],
    [undefined, []],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ 0: 1 }, [1]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [
      { a: undefined, b: 1 },
      { a: 1, b: undefined },
    ],
    [{ toString: 1 }, {}],
  ])('have another: %j and %j', (one, other) => {
    expect(isSame(one, other)).toBe(false);
    expect(isSame(other, one)).toBe(false);
  });
});
