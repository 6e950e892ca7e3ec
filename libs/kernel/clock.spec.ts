import { dayOf, instantOf, isInstant, later, milliseconds, numericDate } from './clock.ts';

describe('an instant', () => {
  test('has one form: UTC with milliseconds', () =>
    expect(isInstant('2026-11-24T03:56:00.000Z')).toBe(true));

  test.each([
    ['without milliseconds', '2026-11-24T03:56:00Z'],
    ['in another zone', '2026-11-24T03:56:00.000+06:00'],
    ['on a day that the calendar lacks', '2026-02-30T00:00:00.000Z'],
    ['at an hour that the clock lacks', '2026-11-24T25:00:00.000Z'],
    ['with a line break behind it', '2026-11-24T03:56:00.000Z\n'],
    ['as a number', 1795492560000],
  ])('is not a time %s', (_, value) => expect(isInstant(value)).toBe(false));

  test('becomes a NumericDate by rounding down, and milliseconds exactly', () => {
    expect(numericDate('2026-11-24T03:56:00.999Z')).toBe(1795492560);
    expect(milliseconds('2026-11-24T03:56:00.999Z')).toBe(1795492560999);
    expect(instantOf(1795492560)).toBe('2026-11-24T03:56:00.000Z');
    expect(dayOf('2026-11-24T23:56:00.999Z')).toBe('2026-11-24');
    expect(later('2026-11-24T03:56:00.999Z', 60)).toBe('2026-11-24T03:57:00.999Z');
  });
});
