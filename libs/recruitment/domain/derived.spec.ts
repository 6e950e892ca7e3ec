import { fold } from '#kernel';
import { recruitmentCase } from './case.decider.ts';
import { CASE_STATUSES } from './case.messages.ts';
import { day, historyTo } from './case.samples.ts';
import { derivedStep } from './derived.ts';

test.each(CASE_STATUSES)('of a case that is %s the hub derives what its rules let it', (status) => {
  const step = derivedStep(fold(recruitmentCase, historyTo(status)));
  if (status !== 'CONTRACTED') expect(step).toBeUndefined();
  else
    expect(step).toEqual({
      ...{ step: 'PermitNotRequired', actor: { capacity: 'HUB' }, occurredAt: day(9) },
    });
});
