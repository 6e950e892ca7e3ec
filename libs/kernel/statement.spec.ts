import { actOf } from './statement.ts';

test('an act is the same under another signature', () => {
  expect(actOf('header.payload.signature')).toBe('header.payload');
  expect(actOf('header.payload.another')).toBe('header.payload');
  expect(actOf('header.other.signature')).toBe('header.other');
});
