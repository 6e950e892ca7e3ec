import { isCivilDate } from './civil-date.ts';

test.each(['2024-02-29', '2000-02-29', '1899-12-31', '2026-11-24'])('%s is a day', (text) =>
  expect(isCivilDate(text)).toBe(true),
);

test.each([
  '2023-02-29',
  '1900-02-29',
  '2026-00-10',
  '2026-13-01',
  '2026-04-31',
  '2026-04-00',
  '2026-4-1',
  '20260401',
  '2026-04-01T00:00:00Z',
  ' 2026-04-01',
])('%s is no day', (text) => expect(isCivilDate(text)).toBe(false));
