import {
  dayOf,
  earliestOf,
  hasCome,
  instantOf,
  isInstant,
  later,
  latestOf,
  milliseconds,
  numericDate,
} from './clock.ts';

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

  test('has come from its very moment on, and never if nobody has set it', () => {
    const noon = '2026-11-24T12:00:00.000Z';
    expect(hasCome(noon, noon)).toBe(true);
    expect(hasCome(noon, '2026-11-24T12:00:00.001Z')).toBe(true);
    expect(hasCome(noon, '2026-11-24T11:59:59.999Z')).toBe(false);
    expect(hasCome(null, '9999-12-31T23:59:59.999Z')).toBe(false);
    expect(hasCome(undefined, '9999-12-31T23:59:59.999Z')).toBe(false);
  });

  test('is the first or the last of several', () => {
    const days = ['2026-11-24', '2026-11-23', '2026-11-25'] as const;
    expect(earliestOf(...days)).toBe('2026-11-23');
    expect(latestOf(...days)).toBe('2026-11-25');
    expect(earliestOf('2026-11-24')).toBe('2026-11-24');
    expect(latestOf('2026-11-24')).toBe('2026-11-24');
  });
});
