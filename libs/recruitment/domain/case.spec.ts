import { fold } from '#kernel';
import { recruitmentCase } from './case.decider.ts';
import { CASE_REASONS, CASE_STATUSES, type CaseStatus } from './case.messages.ts';
import { demandName, happened, historyTo } from './case.samples.ts';
import { holdsPlace, isOver } from './case.ts';
import { TRANSITIONS } from './transitions.ts';

const stateAt = (status: CaseStatus) => fold(recruitmentCase, historyTo(status));

describe.each(CASE_STATUSES)('a case that is %s', (status) => {
  const steps = TRANSITIONS.filter(({ from }) => from.includes(status));

  test('is over where nothing can happen to it any more', () =>
    expect(isOver(status)).toBe(steps.length === 0));

  const without = ['ABSENT', 'REGISTERED', 'SHORTLISTED', 'CANCELLED', 'NO_SHOW'];
  test('holds a place of its demand from its selection on', () => {
    expect(holdsPlace(stateAt(status), demandName)).toBe(!without.includes(status));
    expect(holdsPlace(stateAt(status), 'RU.MOL-demand-9')).toBe(false);
  });
});

test.each(['SHORTLISTED', 'PERMITTED'] as const)(
  'a case cancelled when %s holds no place',
  (from) => {
    const cancelled = happened('Cancelled', from, 'CANCELLED');
    const state = fold(recruitmentCase, [...historyTo(from), cancelled]);
    expect(holdsPlace(state, demandName)).toBe(false);
  },
);

test('a reason is asked for of the steps that have neutral ones', () => {
  const asked = TRANSITIONS.filter(({ guards }) => guards.includes('NEUTRAL_REASON'));
  expect(new Set(asked.map(({ step }) => step))).toEqual(new Set(Object.keys(CASE_REASONS)));
});
