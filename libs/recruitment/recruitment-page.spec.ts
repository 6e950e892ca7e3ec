import { readFileSync } from 'node:fs';
import { CAPACITIES } from './domain/capacities.ts';
import { CASE_REASONS, CASE_STATUSES, CASE_STEPS } from './domain/case.messages.ts';
import { CORRIDORS } from './domain/corridors.ts';
import { GUARDS } from './domain/guards.ts';
import { TRANSITIONS } from './domain/transitions.ts';
import { recruitmentPage } from './recruitment-page.ts';

describe('the page about recruitment', () => {
  const page = recruitmentPage();

  test('has every status, step, guard, capacity, reason and corridor', () => {
    for (const status of CASE_STATUSES.filter((one) => one !== 'ABSENT'))
      expect(page).toMatch(new RegExp(`^  .*\\b${status}\\b`, 'm'));
    for (const step of CASE_STEPS) expect(page).toContain(`| ${step}`);
    for (const [name, { sentence }] of Object.entries(GUARDS))
      expect(page).toContain(`| \`${name}\` | ${sentence} |`);
    for (const name of Object.keys(CAPACITIES)) expect(page).toContain(`| \`${name}\` |`);
    for (const reason of Object.values(CASE_REASONS).flat()) expect(page).toContain(reason);
    for (const { id, bases } of CORRIDORS)
      for (const text of [id, ...bases.map(({ statement }) => statement)])
        expect(page).toContain(text);
  });

  test('has every row of the table', () =>
    expect(page.match(/^\| (\d|consent)/gm)).toHaveLength(TRANSITIONS.length));

  test('draws no way out of where a case has ended', () => {
    for (const end of ['RETURNED', 'CANCELLED'])
      expect(page.match(new RegExp(`^  ${end} -->.*$`, 'gm'))).toEqual([`  ${end} --> [*]`]);
  });

  test('is the one in docs', () =>
    expect(readFileSync(new URL('../../docs/recruitment.md', import.meta.url), 'utf8')).toBe(page));
});
