import type { Routing } from '#kernel';
import { specFor } from '#testing';
import { recruitmentCase } from './case.decider.ts';
import type { CaseCommand, CaseEvent } from './case.messages.ts';
import {
  ask,
  flagged,
  happened,
  historyTo,
  issuer,
  opened,
  reference,
  routing,
  today,
} from './case.samples.ts';

const given = specFor(recruitmentCase);

/** A contract with a third state, which the case was not shown to. */
const third: Routing = {
  under: [{ contract: 'tj-by', version: 1, hash: 'hash-by' }],
  to: [{ authority: 'BY.MOL', grants: [{ contract: 'tj-by', version: 1, grant: 0 }] }],
};
const both: Routing = {
  under: [...routing.under, ...third.under],
  to: [...third.to, ...routing.to],
};

const share = (to: Routing, record = reference): CaseCommand => ({
  ...{ type: 'ShareCase', data: { record, routing: to }, at: today, by: issuer },
});
const shared: CaseEvent = {
  ...{ type: 'CaseShared', data: reference, at: today, by: issuer, ...third },
};

describe('sharing a case', () => {
  test('is with those who are new to it', () => {
    given(opened()).when(share(both)).then(shared);
    given(opened(), shared).when(share(both)).then();
    given(opened()).when(share(routing)).then();
  });

  test('tells them from then on, beside those it went to before', () =>
    given(opened(), shared)
      .when(ask('Shortlisted'))
      .then(happened('Shortlisted', 'REGISTERED', 'SHORTLISTED', { routing: both })));

  test.each(['RETURNED', 'CANCELLED'] as const)('is with nobody once it is %s', (status) =>
    given(...historyTo(status))
      .when(share(both))
      .then(),
  );

  test('is with nobody once consent was withdrawn', () =>
    given(opened(), flagged('ConsentWithdrawn')).when(share(both)).then());

  test('is of the case that is there', () =>
    given(opened())
      .when(share(both, { ...reference, id: 'case-2' }))
      .thenThrows('RULE_RECORD_UNKNOWN'));
});
