import { decide, fold, type ErrorCode } from '#kernel';
import { codeOf, specFor } from '#testing';
import { CAPACITIES, type Capacity } from './capacities.ts';
import { recruitmentCase } from './case.decider.ts';
import {
  CASE_REASONS,
  CASE_STATUSES,
  CASE_STEPS,
  FLAGS,
  type CaseStatus,
  type CaseStep,
  type Step,
} from './case.messages.ts';
import {
  act,
  ask,
  contract,
  day,
  flagged,
  happened,
  historyTo,
  open,
  opened,
  opening,
  reference,
  routing,
  said,
  signerOf,
  today,
  wayOf,
} from './case.samples.ts';
import type { ChecklistItem } from './corridor.ts';

const given = specFor(recruitmentCase);
const at = (status: CaseStatus) => given(...historyTo(status));
const nowhere = { under: [], to: [] };

/** Where each step leads, from where it may be taken; from everywhere else it is refused. */
const LEADS: Readonly<Record<CaseStep, Partial<Record<CaseStatus, CaseStatus>>>> = {
  WorkerRegistered: { ABSENT: 'REGISTERED' },
  Shortlisted: { REGISTERED: 'SHORTLISTED' },
  Selected: { SHORTLISTED: 'SELECTED' },
  Declined: { SHORTLISTED: 'REGISTERED', SELECTED: 'REGISTERED' },
  ChecklistItemDone: { SELECTED: 'SELECTED' },
  Cleared: { SELECTED: 'CLEARED' },
  ContractSigned: { CLEARED: 'CLEARED' },
  PermitApplied: { CONTRACTED: 'PERMIT_PENDING' },
  PermitGranted: { PERMIT_PENDING: 'PERMITTED' },
  PermitRefused: { PERMIT_PENDING: 'REFUSED' },
  PermitNotRequired: { CONTRACTED: 'PERMITTED' },
  Departed: { PERMITTED: 'DEPARTED' },
  Arrived: { DEPARTED: 'ARRIVED', PERMITTED: 'ARRIVED' },
  ArrivalCorrected: { NO_SHOW: 'ARRIVED' },
  RegisteredAtDestination: { ARRIVED: 'REGISTERED_DEST' },
  EmploymentStarted: { REGISTERED_DEST: 'EMPLOYED' },
  EmployerChanged: { EMPLOYED: 'EMPLOYED' },
  ContractExtended: { EMPLOYED: 'EMPLOYED' },
  EmploymentEnded: { EMPLOYED: 'ENDED' },
  Returned: {
    ...{ REFUSED: 'RETURNED', ARRIVED: 'RETURNED', REGISTERED_DEST: 'RETURNED' },
    ...{ EMPLOYED: 'RETURNED', ENDED: 'RETURNED' },
  },
  Cancelled: {
    ...{ REGISTERED: 'CANCELLED', SHORTLISTED: 'CANCELLED', SELECTED: 'CANCELLED' },
    ...{ CLEARED: 'CANCELLED', CONTRACTED: 'CANCELLED', PERMIT_PENDING: 'CANCELLED' },
    ...{ PERMITTED: 'CANCELLED', REFUSED: 'CANCELLED' },
  },
  NoShow: { PERMITTED: 'NO_SHOW', DEPARTED: 'NO_SHOW' },
  ...{ HoldPlaced: {}, HoldLifted: {}, ConsentWithdrawn: {} },
};
/** What a step says where it is not the sample's. */
const CORRIDOR_FREE = { permits: [], quotaNeeded: false, checklist: [], bases: [] };
const free = {
  ...{ id: 'TJ-RU/PATENT/1', origin: 'TJ', destination: 'RU', from: '2015-01-01' },
  ...CORRIDOR_FREE,
};
const changeFor = (step: CaseStep) =>
  step === 'PermitNotRequired' ? { facts: { corridor: free } } : {};
const FLAGGED = ['ABSENT', 'RETURNED', 'CANCELLED'];

describe.each(CASE_STATUSES)('a case that is %s', (status) => {
  test.each(CASE_STEPS.filter((step) => step !== 'WorkerRegistered'))('and %s', (step) => {
    const spec = at(status).when(ask(step, changeFor(step)));
    const to = LEADS[step][status];
    if (status === 'ABSENT') spec.thenThrows('RULE_RECORD_UNKNOWN');
    else if (to) spec.then(happened(step, status, to));
    else if (step === 'HoldLifted' && !FLAGGED.includes(status))
      spec.thenThrows('RULE_HOLD_UNKNOWN');
    else if (step === 'HoldPlaced' && !FLAGGED.includes(status)) spec.then(flagged(step));
    else if (step === 'ConsentWithdrawn' && !FLAGGED.includes(status)) spec.then(flagged(step));
    else spec.thenThrows('RULE_TRANSITION_ILLEGAL');
  });

  test('is where its last step led', () =>
    expect(fold(recruitmentCase, historyTo(status)).status).toBe(status));
});

/** Who may say what; everybody else may not. */
const SAYERS: Readonly<Record<string, readonly Capacity[]>> = {
  Shortlisted: ['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE'],
  Selected: ['EMPLOYER', 'AGENCY_DESTINATION'],
  Declined: ['WORKER', 'EMPLOYER'],
  'ChecklistItemDone TRAINING': ['TRAINING_CENTRE'],
  'ChecklistItemDone MEDICAL': ['HEALTH_ORIGIN', 'AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE'],
  'ChecklistItemDone DOCUMENTS': ['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE'],
  'ChecklistItemDone LANGUAGE': ['TRAINING_CENTRE'],
  Cleared: ['LABOUR_ORIGIN'],
  ContractSigned: ['EMPLOYER', 'WORKER'],
  PermitApplied: ['EMPLOYER', 'WORKER'],
  PermitGranted: ['LABOUR_DESTINATION', 'MIGRATION_DESTINATION'],
  PermitRefused: ['LABOUR_DESTINATION', 'MIGRATION_DESTINATION'],
  PermitNotRequired: ['HUB'],
  Departed: ['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE', 'BORDER_ORIGIN'],
  Arrived: ['AGENCY_DESTINATION', 'BORDER_DESTINATION'],
  ArrivalCorrected: ['AGENCY_DESTINATION', 'EMPLOYER', 'BORDER_DESTINATION'],
  RegisteredAtDestination: ['MIGRATION_DESTINATION', 'EMPLOYER'],
  EmploymentStarted: ['EMPLOYER'],
  EmployerChanged: ['LABOUR_DESTINATION'],
  ContractExtended: ['LABOUR_DESTINATION'],
  EmploymentEnded: ['EMPLOYER', 'LABOUR_DESTINATION'],
  Returned: ['BORDER_ORIGIN', 'LABOUR_ORIGIN', 'WORKER'],
  Cancelled: ['WORKER', 'AGENCY_ORIGIN', 'EMPLOYER', 'LABOUR_ORIGIN'],
  NoShow: ['AGENCY_DESTINATION', 'EMPLOYER'],
  HoldPlaced: ['LABOUR_ORIGIN', 'LABOUR_DESTINATION', 'MIGRATION_DESTINATION'],
  ConsentWithdrawn: ['WORKER'],
};
/** The last status of the way from which the step may be taken. */
const PLACE: Partial<Record<CaseStep, CaseStatus>> = {
  ...{ HoldPlaced: 'SELECTED', ConsentWithdrawn: 'SELECTED', Arrived: 'DEPARTED' },
};
const placeOf = (step: CaseStep) => PLACE[step] ?? (Object.keys(LEADS[step]).at(-1) as CaseStatus);

describe.each(Object.entries(SAYERS))('%s', (what, sayers) => {
  const [step, item] = what.split(' ') as [CaseStep, ChecklistItem?];
  test.each(Object.keys(CAPACITIES) as Capacity[])('said by %s', (capacity) => {
    const says = { actor: { capacity }, ...(item && { item, receipt: 'receipt-1' }) };
    const command = ask(step, { ...changeFor(step), said: says });
    const outcome = codeOf(() =>
      decide(recruitmentCase, command, fold(recruitmentCase, historyTo(placeOf(step)))),
    );
    expect(outcome).toBe(sayers.includes(capacity) ? undefined : 'TRUST_NOT_ALLOWED');
  });
});

describe('opening a case', () => {
  test('begins it, with its record', () => given().when(open()).then(opened()));

  test('again changes nothing', () => given(opened()).when(open()).then());

  test.each<[ErrorCode, string, Parameters<typeof open>[0]]>([
    ['TRUST_WRONG_ISSUER', 'of another issuer', { by: 'TJ.MOH' }],
    ['RULE_NO_CONTRACT', 'under no contract', { routing: nowhere }],
    ['RULE_CONSENT_MISSING', 'without consent', { facts: { consent: undefined as never } }],
    [
      'RULE_CONSENT_MISSING',
      'with consent to something else',
      { facts: { consent: { purposes: ['STATISTICS'], givenOn: '2031-05-01' } } },
    ],
    [
      'RULE_CONSENT_MISSING',
      'before the consent',
      { facts: { consent: { purposes: ['ORGANISED_RECRUITMENT'], givenOn: '2031-05-02' } } },
    ],
    [
      'TRUST_NOT_ALLOWED',
      'for a border post',
      {
        said: {
          actor: {
            capacity: 'BORDER_ORIGIN',
            attestation: { capacity: 'MIGRATION_ORIGIN', act },
          },
        },
        facts: { roles: ['migration-authority'] },
      },
    ],
    ['TRUST_NOT_ALLOWED', 'by a ministry of something else', { facts: { roles: ['auditor'] } }],
  ])('is refused (%s) %s', (code, _, change) => given().when(open(change)).thenThrows(code));

  test('on the day of the consent, where that day came first', () => {
    const consent = { purposes: ['ORGANISED_RECRUITMENT'], givenOn: '2031-05-02' };
    const occurredAt = '2031-05-01T10:00:00.000Z';
    given()
      .when(open({ said: { occurredAt }, facts: { consent }, at: occurredAt }))
      .then({ ...opened({ occurredAt }), at: occurredAt });
  });

  test('cannot give an id another meaning', () =>
    given(opened())
      .when(open({ named: { ...reference, digest: 'digest-2' } }))
      .thenThrows('RULE_RECORD_ID_REUSED'));

  const actor = {
    capacity: 'AGENCY_ORIGIN',
    agency: 'TJ.AGENCY1',
    attestation: { capacity: 'EMPLOYMENT_SERVICE', act },
  } as const;

  test('for an agency makes it the agency of the case', () => {
    given()
      .when(open({ said: { actor } }))
      .then(opened({ actor }));
    const shortlist = (by: string) => ask('Shortlisted', { by });
    given(opened({ actor })).when(shortlist('TJ.AGENCY2')).thenThrows('TRUST_NOT_ALLOWED');
    given(opened({ actor }))
      .when(shortlist('TJ.AGENCY1'))
      .then(happened('Shortlisted', 'REGISTERED', 'SHORTLISTED'));
  });

  test('for an agency needs its name, its state and its licence', () => {
    const { agency: _, ...nameless } = actor;
    given()
      .when(open({ said: { actor: nameless } }))
      .thenThrows('TRUST_NOT_ALLOWED');
    const foreign = { ...actor, agency: 'RU.AGENCY1' };
    given()
      .when(open({ said: { actor: foreign } }))
      .thenThrows('TRUST_NOT_ALLOWED');
    const licence = { recorded: 'LICENCE_SCOPE', occurred: 'ACTIVE' } as const;
    given()
      .when(open({ said: { actor }, facts: { licence } }))
      .thenThrows('LICENCE_SCOPE');
  });
});

describe('a step of another case', () => {
  test.each([{ issuer: 'TJ.MOH' }, { id: 'case-2' }, { digest: 'digest-2' }])('%j', (change) =>
    at('REGISTERED')
      .when(ask('Shortlisted', { named: { ...reference, ...change } }))
      .thenThrows('RULE_RECORD_UNKNOWN'),
  );
});

describe('a statement', () => {
  test('is carried out once, whatever signature it comes with', () => {
    const shortlisted = happened('Shortlisted', 'REGISTERED', 'SHORTLISTED');
    const again = ask('Shortlisted', { statement: 'header.Shortlisted.another' });
    given(opened(), shortlisted).when(again).then();
  });

  test.each(FLAGS)('that raises a flag is carried out once: %s', (flag) =>
    given(opened(), flagged(flag)).when(ask(flag)).then(),
  );

  test('is made of what people do, and of nothing that a rule derives', () => {
    at('CONTRACTED')
      .when(ask('PermitApplied', { statement: undefined }))
      .thenThrows('TRUST_NOT_ALLOWED');
    const stated = ask('PermitNotRequired', { facts: { corridor: free } });
    at('CONTRACTED')
      .when({ ...stated, data: { ...stated.data, statement: 'header.rule.signature' } } as never)
      .thenThrows('TRUST_NOT_ALLOWED');
  });

  test('adds nothing to an event that a step of its kind does not say', () => {
    const more = { reason: 'anything', contract, hold: { id: 'h' }, permit: undefined };
    at('DEPARTED')
      .when(ask('Arrived', { said: more as never }))
      .then(happened('Arrived', 'DEPARTED', 'ARRIVED'));
  });
});

describe('when something happened', () => {
  const early = day(2);

  test('is kept beside when it was recorded', () => {
    const occurredAt = day(39);
    at('DEPARTED')
      .when(ask('Arrived', { said: { occurredAt } }))
      .then(happened('Arrived', 'DEPARTED', 'ARRIVED', { said: { occurredAt } }));
  });

  test('is not ahead of the clock by more than a minute', () => {
    const ahead = (occurredAt: string) => ask('Arrived', { said: { occurredAt } });
    at('DEPARTED').when(ahead('2031-06-10T08:01:00.001Z')).thenThrows('RULE_EFFECTIVE_TOO_LATE');
    const occurredAt = '2031-06-10T08:01:00.000Z';
    at('DEPARTED')
      .when(ahead(occurredAt))
      .then(happened('Arrived', 'DEPARTED', 'ARRIVED', { said: { occurredAt } }));
  });

  test.each(
    (Object.keys(LEADS) as CaseStep[]).flatMap((step) =>
      Object.entries(LEADS[step])
        .filter(([from, to]) => from !== 'ABSENT' && from !== to && from !== 'NO_SHOW')
        .map(([from]) => [step, from as CaseStatus] as const),
    ),
  )('is not before what led there: %s from %s', (step, from) => {
    const { since } = fold(recruitmentCase, historyTo(from));
    const occurred = (occurredAt: string) =>
      ask(step, { ...changeFor(step), said: { occurredAt } });
    const before = new Date(Date.parse(since) - 1).toISOString();
    at(from).when(occurred(before)).thenThrows('RULE_OCCURRED_OUT_OF_ORDER');
    at(from)
      .when(occurred(since))
      .then(happened(step, from, LEADS[step][from]!, { said: { occurredAt: since } }));
  });

  test('may be the very moment of what led there', () => {
    const occurredAt = day(12);
    const arrived = happened('Arrived', 'DEPARTED', 'ARRIVED', { said: { occurredAt } });
    expect(fold(recruitmentCase, [...historyTo('DEPARTED'), arrived]).status).toBe('ARRIVED');
  });

  test('on a checklist may be long before', () =>
    at('SELECTED')
      .when(ask('ChecklistItemDone', { said: { occurredAt: early } }))
      .then(
        happened('ChecklistItemDone', 'SELECTED', 'SELECTED', { said: { occurredAt: early } }),
      ));
});

describe('reports out of order', () => {
  const arrival = happened('Arrived', 'PERMITTED', 'ARRIVED', { at: day(14) });
  const early = [...historyTo('PERMITTED'), arrival];
  const departed = (occurredAt: string) => ask('Departed', { said: { occurredAt } });

  test('an arrival may be known before the departure, from the border only', () => {
    at('PERMITTED')
      .when(ask('Arrived', { at: day(14) }))
      .then(arrival);
    at('PERMITTED')
      .when(ask('Arrived', { said: { actor: { capacity: 'AGENCY_DESTINATION' } } }))
      .thenThrows('TRUST_NOT_ALLOWED');
  });

  test('the departure is added later, and the case stays where it is', () => {
    const late = happened('Departed', 'ARRIVED', 'DEPARTED', { said: { occurredAt: day(13) } });
    given(...early)
      .when(departed(day(13)))
      .then(late);
    const state = fold(recruitmentCase, [...early, late]);
    expect([state.status, state.since, state.hasDeparted]).toEqual(['ARRIVED', day(14), true]);
    given(...early, late)
      .when({
        ...departed(day(12)),
        data: { ...departed(day(12)).data, statement: 'h.x.s' },
      } as never)
      .thenThrows('RULE_TRANSITION_ILLEGAL');
  });

  test.each(['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE', 'BORDER_ORIGIN'] as const)(
    'the departure is added wherever the worker is by then, by %s',
    (capacity) => {
      const says = { actor: { capacity }, occurredAt: day(11) };
      for (const status of ['ARRIVED', 'REGISTERED_DEST', 'EMPLOYED', 'ENDED'] as const) {
        const unreported = historyTo(status).map((event) =>
          event.type === 'CaseTransitioned' && event.data.step === 'Departed'
            ? { ...event, data: { ...event.data, step: 'Cleared' as const } }
            : event,
        );
        given(...unreported)
          .when(ask('Departed', { said: says }))
          .then(happened('Departed', status, 'DEPARTED', { said: says }));
      }
    },
  );

  test('the departure was before the arrival, and on a day that the worker was confirmed', () => {
    given(...early)
      .when(departed(day(14)))
      .thenThrows('RULE_OCCURRED_OUT_OF_ORDER');
    const { medical } = { medical: { profile: 'RU/LABOUR/2', isConfirmed: false, asOf: day(13) } };
    given(...early)
      .when(ask('Departed', { said: { occurredAt: day(13) }, facts: { medical } }))
      .thenThrows('RULE_MEDICAL_NOT_CONFIRMED');
  });

  test('who did not show up may turn out to have arrived', () => {
    const { since, lastSeen } = fold(recruitmentCase, historyTo('NO_SHOW'));
    expect([since, lastSeen]).toEqual([day(30), day(12)]);
    const corrected = (occurredAt: string) => ({ said: { occurredAt } });
    at('NO_SHOW')
      .when(ask('ArrivalCorrected', corrected(day(12))))
      .then(happened('ArrivalCorrected', 'NO_SHOW', 'ARRIVED', corrected(day(12))));
    at('NO_SHOW')
      .when(ask('ArrivalCorrected', corrected(day(11))))
      .thenThrows('RULE_OCCURRED_OUT_OF_ORDER');
    const state = fold(recruitmentCase, [
      ...historyTo('NO_SHOW'),
      happened('ArrivalCorrected', 'NO_SHOW', 'ARRIVED', corrected(day(13))),
    ]);
    expect([state.status, state.since, state.arrivedAt]).toEqual(['ARRIVED', day(13), day(13)]);
  });
});

describe('whoever has no key', () => {
  const attested = (capacity: Capacity, by: Capacity): Partial<Step> => ({
    actor: { capacity, attestation: { capacity: by, act } },
  });

  test.each<[CaseStep, CaseStatus, Capacity, Capacity]>([
    ['Selected', 'SHORTLISTED', 'EMPLOYER', 'AGENCY_DESTINATION'],
    ['Declined', 'SELECTED', 'WORKER', 'INFORMATION_CENTRE'],
    ['ChecklistItemDone', 'SELECTED', 'TRAINING_CENTRE', 'AGENCY_ORIGIN'],
    ['Arrived', 'DEPARTED', 'BORDER_DESTINATION', 'MIGRATION_DESTINATION'],
    ['Departed', 'PERMITTED', 'BORDER_ORIGIN', 'MIGRATION_ORIGIN'],
  ])('%s from %s: for %s signs %s', (step, from, capacity, by) => {
    const says = attested(capacity, by);
    at(from)
      .when(ask(step, { said: says }))
      .then(happened(step, from, LEADS[step][from]!, { said: says }));
  });

  test('is signed for by somebody who may', () => {
    at('SHORTLISTED')
      .when(ask('Selected', { said: attested('EMPLOYER', 'AGENCY_ORIGIN') }))
      .thenThrows('TRUST_NOT_ALLOWED');
    at('SHORTLISTED')
      .when(ask('Selected', { said: attested('EMPLOYER', 'EMPLOYER') }))
      .thenThrows('TRUST_NOT_ALLOWED');
  });

  test('has an act on file there', () => {
    for (const none of ['', 'A'.repeat(42), `${act}A`, `${act.slice(1)}+`]) {
      const attestation = { capacity: 'AGENCY_DESTINATION', act: none } as const;
      at('SHORTLISTED')
        .when(ask('Selected', { said: { actor: { capacity: 'EMPLOYER', attestation } } }))
        .thenThrows('RULE_ACT_NOT_ON_FILE');
    }
  });

  test('is signed for by a licensed agency, the one of the case', () => {
    const licence = { recorded: 'LICENCE_NOT_ACTIVE', occurred: 'ACTIVE' } as const;
    const says = attested('EMPLOYER', 'AGENCY_DESTINATION');
    at('SHORTLISTED')
      .when(ask('Selected', { said: says, facts: { licence } }))
      .thenThrows('LICENCE_NOT_ACTIVE');
    const selected = happened('Selected', 'SHORTLISTED', 'SELECTED', { at: day(2), said: says });
    given(...historyTo('SHORTLISTED'), selected)
      .when(ask('Declined', { said: attested('EMPLOYER', 'AGENCY_DESTINATION'), by: 'RU.AGENCY2' }))
      .thenThrows('TRUST_NOT_ALLOWED');
  });
});

describe('whoever signs', () => {
  test.each<[CaseStep, CaseStatus, string]>([
    ['Cleared', 'SELECTED', 'RU.MOL'],
    ['PermitGranted', 'PERMIT_PENDING', 'TJ.MVD'],
    ['Declined', 'SELECTED', 'KZ.W1'],
    ['PermitNotRequired', 'CONTRACTED', 'RU.HUB'],
  ])('%s stands on the right end of the corridor', (step, from, by) =>
    at(from)
      .when(ask(step, { ...changeFor(step), by }))
      .thenThrows('TRUST_NOT_ALLOWED'),
  );

  test.each(['TJ.W1', 'RU.W1'])('the worker may be on either: %s', (by) =>
    at('SELECTED')
      .when(ask('Declined', { by }))
      .then(happened('Declined', 'SELECTED', 'REGISTERED', { by })),
  );

  test.each<[ErrorCode, 'recorded' | 'occurred']>([
    ['LICENCE_SCOPE', 'recorded'],
    ['LICENCE_SCOPE', 'occurred'],
    ['LICENCE_NOT_ACTIVE', 'recorded'],
    ['LICENCE_NOT_ACTIVE', 'occurred'],
  ])('for an agency is licensed, or %s when %s', (fault, when) => {
    const licence = { recorded: 'ACTIVE', occurred: 'ACTIVE', [when]: fault } as const;
    at('REGISTERED')
      .when(ask('Shortlisted', { facts: { licence } }))
      .thenThrows(fault);
    at('REGISTERED')
      .when(ask('Shortlisted', { facts: { licence: undefined as never } }))
      .thenThrows('LICENCE_NOT_ACTIVE');
    const says = { actor: { capacity: 'EMPLOYMENT_SERVICE' } } as const;
    at('REGISTERED')
      .when(ask('Shortlisted', { said: says, facts: { licence } }))
      .then(happened('Shortlisted', 'REGISTERED', 'SHORTLISTED', { said: says }));
  });

  test('is a stranger before anything is said of the case', () =>
    at('REGISTERED')
      .when(ask('Cleared', { by: 'KZ.MOL' }))
      .thenThrows('TRUST_NOT_ALLOWED'));

  test('has names that samples know', () => expect(signerOf('LABOUR_ORIGIN')).toBe('TJ.MOL'));
});

describe('reasons', () => {
  test.each(Object.entries(CASE_REASONS))('of %s are neutral codes', (name, reasons) => {
    const step = name as CaseStep;
    const from = placeOf(step);
    for (const reason of reasons) {
      const spec = at(from).when(ask(step, { said: { reason } }));
      if (step === 'HoldPlaced') spec.then(flagged(step, { said: { reason } }));
      else spec.then(happened(step, from, LEADS[step][from]!, { said: { reason } }));
    }
    for (const reason of ['PREGNANT', 'toString', undefined])
      at(from)
        .when(ask(step, { said: { reason } as never }))
        .thenThrows('RULE_REASON_UNKNOWN');
  });
});

test('samples have every step', () => {
  expect(CASE_STEPS.every((step) => said(step).step === step)).toBe(true);
  expect(wayOf(0)).toEqual([]);
  expect(opening < today && routing.to.length).toBe(1);
});
