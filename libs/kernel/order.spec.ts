import { byText } from './order.ts';

test('texts are in the order of their code units, whatever the language of the machine', () => {
  expect(['b', 'a', 'Z', 'я', 'a', 'ab'].sort(byText)).toEqual(['Z', 'a', 'a', 'ab', 'b', 'я']);
  expect(byText('a', 'a')).toBe(0);
});
