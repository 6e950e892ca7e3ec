import { facts, table } from './table.ts';

test('columns are as wide as their widest cell, in any script', () =>
  expect(
    table([
      ['name', 'kid'],
      ['Ключ', 'a'],
      ['x', 'bcd'],
    ]),
  ).toBe('name  kid\n────  ───\nКлюч  a\nx     bcd\n'));

test('a table of nothing is nothing', () => expect(table([])).toBe(''));

test('facts are one a line, and only those that are known', () =>
  expect(facts({ id: 'a', state: undefined, version: 1 })).toBe('id       a\nversion  1\n'));
