import { endOfDay, startOfDay } from './civil-time.ts';

test.each([
  ['AM', '2031-04-30T20:00:00.000Z', '2031-05-01T20:00:00.000Z'],
  ['BY', '2031-04-30T21:00:00.000Z', '2031-05-01T21:00:00.000Z'],
  ['KG', '2031-04-30T18:00:00.000Z', '2031-05-01T18:00:00.000Z'],
  ['KZ', '2031-04-30T19:00:00.000Z', '2031-05-01T19:00:00.000Z'],
  ['RU', '2031-04-30T21:00:00.000Z', '2031-05-01T21:00:00.000Z'],
  ['TJ', '2031-04-30T19:00:00.000Z', '2031-05-01T19:00:00.000Z'],
  ['UZ', '2031-04-30T19:00:00.000Z', '2031-05-01T19:00:00.000Z'],
  ['XX', '2031-05-01T00:00:00.000Z', '2031-05-02T00:00:00.000Z'],
])('1 May 2031 of %s begins at %s and ends at %s', (state, begins, ends) => {
  expect(startOfDay('2031-05-01', state)).toBe(begins);
  expect(endOfDay('2031-05-01', state)).toBe(ends);
});

test('a day ends when the next begins, also where clocks were set back in between', () => {
  expect(startOfDay('2024-02-29', 'KZ')).toBe('2024-02-28T18:00:00.000Z');
  expect(endOfDay('2024-02-29', 'KZ')).toBe('2024-02-29T19:00:00.000Z');
  expect(startOfDay('2024-03-01', 'KZ')).toBe('2024-02-29T19:00:00.000Z');
  expect(endOfDay('2031-12-31', 'RU')).toBe('2031-12-31T21:00:00.000Z');
});

test('no name of the language is taken for a state', () =>
  expect(startOfDay('2031-05-01', 'constructor')).toBe('2031-05-01T00:00:00.000Z'));
