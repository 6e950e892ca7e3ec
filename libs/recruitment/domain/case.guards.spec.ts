import { fold, type ErrorCode } from '#kernel';
import { specFor } from '#testing';
import { recruitmentCase } from './case.decider.ts';
import type { CaseStatus, CaseStep, Facts } from './case.messages.ts';
import {
  ask,
  contract,
  corridor,
  day,
  demandName,
  flagged,
  freeCorridor,
  happened,
  historyTo,
  today,
  wayOf,
} from './case.samples.ts';
import { canProceed } from './case.ts';

const given = specFor(recruitmentCase);
const at = (status: CaseStatus) => given(...historyTo(status));
const facts = (change: Partial<Facts>) => ({ facts: change });
const none = undefined as never;

/** One step with one thing amiss, and the rule that stops it. */
const refusals = (
  step: CaseStep,
  from: CaseStatus,
  rows: readonly (readonly [string, Parameters<typeof ask>[1], ErrorCode])[],
) =>
  test.each(rows)(`${step} is stopped by %s`, (_, change, code) =>
    at(from).when(ask(step, change)).thenThrows(code),
  );

describe('a demand', () => {
  const demand = { name: demandName, isOpen: true, origins: ['TJ'], destination: 'RU' };
  refusals('Shortlisted', 'REGISTERED', [
    ['no demand', facts({ demand: none }), 'RULE_DEMAND_NOT_OPEN'],
    ['another one', facts({ demand: { ...demand, name: 'RU.MOL-2' } }), 'RULE_DEMAND_NOT_OPEN'],
    ['a closed one', facts({ demand: { ...demand, isOpen: false } }), 'RULE_DEMAND_NOT_OPEN'],
    ['one elsewhere', facts({ demand: { ...demand, destination: 'KZ' } }), 'RULE_DEMAND_NOT_OPEN'],
    ['one for others', facts({ demand: { ...demand, origins: ['KG'] } }), 'RULE_DEMAND_NOT_OPEN'],
  ]);

  const place = { demand: demandName, until: today };
  refusals('Selected', 'SHORTLISTED', [
    ['no place', facts({ place: none }), 'RULE_NO_PLACE'],
    ['a place elsewhere', facts({ place: { ...place, demand: 'RU.MOL-2' } }), 'RULE_NO_PLACE'],
    [
      'a lapsed reservation',
      facts({ place: { ...place, until: '2031-06-10T07:59:59.999Z' } }),
      'RULE_NO_PLACE',
    ],
  ]);

  test('is left when the worker is declined', () => {
    const declined = happened('Declined', 'SELECTED', 'REGISTERED', { at: day(8) });
    const state = fold(recruitmentCase, [...historyTo('SELECTED'), declined]);
    expect(state.demand).toBeUndefined();
    expect(state.checklist).toEqual(['TRAINING', 'MEDICAL', 'DOCUMENTS', 'LANGUAGE']);
  });

  refusals('EmployerChanged', 'EMPLOYED', [
    ['the same demand', { said: { demand: demandName } }, 'RULE_NOTHING_NEW'],
    ['no demand', { said: { demand: none } }, 'RULE_NOTHING_NEW'],
  ]);

  test('is another one after a change of employer', () => {
    const changed = happened('EmployerChanged', 'EMPLOYED', 'EMPLOYED');
    given(...historyTo('EMPLOYED'), changed)
      .when(ask('EmployerChanged', { statement: 'header.again.signature' }))
      .thenThrows('RULE_NOTHING_NEW');
  });
});

describe('the checklist', () => {
  test.each([3, 4, 5, 6])('is done as a whole: after %d steps it is not', (count) =>
    given(...wayOf(count))
      .when(ask('Cleared'))
      .thenThrows('RULE_CHECKLIST_INCOMPLETE'),
  );

  test('is as long as the corridor makes it', () =>
    given(...wayOf(3))
      .when(ask('Cleared', facts({ corridor: freeCorridor })))
      .then({
        ...happened('Cleared', 'SELECTED', 'CLEARED'),
        data: { ...happened('Cleared', 'SELECTED', 'CLEARED').data, corridor: freeCorridor.id },
      }));

  test('has an item once, and may have it renewed', () => {
    const item = { item: 'MEDICAL', receipt: 'receipt-1' } as const;
    const actor = { capacity: 'HEALTH_ORIGIN' } as const;
    const renewed = happened('ChecklistItemDone', 'SELECTED', 'SELECTED', {
      said: { ...item, actor },
    });
    at('SELECTED')
      .when(ask('ChecklistItemDone', { said: { ...item, actor } }))
      .then(renewed);
    const state = fold(recruitmentCase, [...historyTo('SELECTED'), renewed]);
    expect(state.checklist).toHaveLength(4);
  });

  test('has no item without a name, and none by another name', () => {
    for (const item of [none, 'SHOES' as never])
      at('SELECTED')
        .when(ask('ChecklistItemDone', { said: { item } }))
        .thenThrows('RULE_TRANSITION_ILLEGAL');
  });
});

describe('health', () => {
  const medical = {
    receipt: 'receipt-1',
    profile: 'RU/LABOUR/2',
    isConfirmed: true,
    asOf: today,
  };
  const item = {
    item: 'MEDICAL',
    receipt: 'receipt-1',
    actor: { capacity: 'HEALTH_ORIGIN' },
  } as const;
  const medicalItem = (change: Partial<Facts>, receipt: string | undefined = 'receipt-1') => ({
    said: { ...item, receipt: receipt as never },
    facts: change,
  });
  const { receipt: _, ...unnamed } = medical;

  refusals('ChecklistItemDone', 'SELECTED', [
    ['no verification', medicalItem({ medical: none }), 'RULE_MEDICAL_NOT_CONFIRMED'],
    ['another receipt', medicalItem({ medical }, 'receipt-2'), 'RULE_MEDICAL_NOT_CONFIRMED'],
    [
      'a file in place of a receipt',
      { said: { ...item, receipt: none }, facts: { medical: unnamed } },
      'RULE_MEDICAL_NOT_CONFIRMED',
    ],
    [
      'a receipt under another profile',
      medicalItem({ medical: { ...medical, profile: 'KZ/LABOUR/1' } }),
      'RULE_MEDICAL_NOT_CONFIRMED',
    ],
    [
      'a receipt that does not confirm',
      medicalItem({ medical: { ...medical, isConfirmed: false } }),
      'RULE_MEDICAL_NOT_CONFIRMED',
    ],
  ]);

  refusals('Departed', 'PERMITTED', [
    ['no look that day', facts({ medical: none }), 'RULE_MEDICAL_NOT_CONFIRMED'],
    [
      'a revocation the day before',
      facts({ medical: { ...medical, isConfirmed: false } }),
      'RULE_MEDICAL_NOT_CONFIRMED',
    ],
    [
      'a look at another moment',
      facts({ medical: { ...medical, asOf: day(39) } }),
      'RULE_MEDICAL_NOT_CONFIRMED',
    ],
    [
      'a look under another profile',
      facts({ medical: { ...medical, profile: 'KZ/LABOUR/1' } }),
      'RULE_MEDICAL_NOT_CONFIRMED',
    ],
  ]);

  test('is not asked for where the corridor has no profile', () =>
    at('PERMITTED')
      .when(ask('Departed', facts({ medical: none, corridor: freeCorridor })))
      .then({
        ...happened('Departed', 'PERMITTED', 'DEPARTED'),
        data: {
          ...happened('Departed', 'PERMITTED', 'DEPARTED').data,
          corridor: freeCorridor.id,
        },
      }));
});

describe('the contract of employment', () => {
  const byWorker = { capacity: 'WORKER' } as const;
  const sign = (change: object, occurredAt = today) =>
    ask('ContractSigned', {
      said: { actor: byWorker, occurredAt, contract: { ...contract, ...change } },
    });
  const none = undefined as never;

  test('is signed by both sides, in any order', () => {
    const first = happened('ContractSigned', 'CLEARED', 'CLEARED', { said: { actor: byWorker } });
    given(...wayOf(8))
      .when(sign({}))
      .then(first);
    given(...wayOf(8), first)
      .when(ask('ContractSigned', { statement: 'header.second.signature' }))
      .then(
        happened('ContractSigned', 'CLEARED', 'CONTRACTED', {
          statement: 'header.second.signature',
        }),
      );
  });

  test('is not signed by both before the worker was cleared', () =>
    given(...wayOf(9))
      .when(sign({}, day(6)))
      .thenThrows('RULE_OCCURRED_OUT_OF_ORDER'));

  test('is not in force while one side signs again', () => {
    const other = { contract: { ...contract, hash: 'contract-2' } };
    const again = happened('ContractSigned', 'CLEARED', 'CLEARED', { said: other });
    given(...wayOf(9))
      .when(ask('ContractSigned', { said: other }))
      .then(again);
    given(...wayOf(9), { ...again, data: { ...again.data, statement: 'header.again.signature' } })
      .when(sign({ hash: 'contract-1' }))
      .thenThrows('RULE_CONTRACT_DIFFERS');
  });

  test.each<[string, object, ErrorCode]>([
    ['of another hash', { hash: 'contract-2' }, 'RULE_CONTRACT_DIFFERS'],
    ['in a language not understood', { language: 'en' }, 'RULE_CONTRACT_LANGUAGE'],
    ['with a fee', { noFee: false }, 'RULE_NO_FEE_UNDECLARED'],
  ])('is refused from the second side %s', (_, change, code) =>
    given(...wayOf(9))
      .when(sign(change))
      .thenThrows(code),
  );

  test.each<[string, Parameters<typeof ask>[1], ErrorCode]>([
    [
      'in a language not understood',
      { said: { contract: { ...contract, language: 'en' } } },
      'RULE_CONTRACT_LANGUAGE',
    ],
    ['in any, where none is known', facts({ languages: none }), 'RULE_CONTRACT_LANGUAGE'],
    ['that is not there', { said: { contract: none } }, 'RULE_CONTRACT_LANGUAGE'],
    ['with a fee', { said: { contract: { ...contract, noFee: false } } }, 'RULE_NO_FEE_UNDECLARED'],
  ])('is refused from the first side %s', (_, change, code) =>
    given(...wayOf(8))
      .when(ask('ContractSigned', change))
      .thenThrows(code),
  );

  refusals('ContractExtended', 'EMPLOYED', [
    ['the same contract', { said: { contract } }, 'RULE_NOTHING_NEW'],
    ['no contract', { said: { contract: none } }, 'RULE_NOTHING_NEW'],
    [
      'a fee',
      { said: { contract: { ...contract, hash: 'contract-2', noFee: false } } },
      'RULE_NO_FEE_UNDECLARED',
    ],
  ]);

  test('is the new one after it was extended', () => {
    const extended = happened('ContractExtended', 'EMPLOYED', 'EMPLOYED');
    given(...historyTo('EMPLOYED'), extended)
      .when(ask('ContractExtended', { statement: 'header.again.signature' }))
      .thenThrows('RULE_NOTHING_NEW');
  });
});

describe('the permit', () => {
  refusals('PermitApplied', 'CONTRACTED', [
    ['no need of one', facts({ corridor: freeCorridor }), 'RULE_PERMIT_NOT_NEEDED'],
  ]);
  refusals('PermitNotRequired', 'CONTRACTED', [['the need of one', {}, 'RULE_PERMIT_NEEDED']]);

  test('is none where the rule of the hub says so, and the case goes on', () =>
    given(...historyTo('CONTRACTED'), happened('PermitNotRequired', 'CONTRACTED', 'PERMITTED'))
      .when(ask('Departed'))
      .then(happened('Departed', 'PERMITTED', 'DEPARTED')));

  const permit = { type: 'PATENT', validUntil: '2032-05-01' } as const;
  refusals('PermitGranted', 'PERMIT_PENDING', [
    ['no permit', facts({ permit: none }), 'RULE_PERMIT_MISMATCH'],
    ['a permit that is not stated', { said: { permit: none } }, 'RULE_PERMIT_MISMATCH'],
    [
      'a permit of another type than stated',
      { said: { permit: { type: 'QUOTA_PERMIT', digest: 'p' } } },
      'RULE_PERMIT_MISMATCH',
    ],
    [
      'a permit that the corridor does not know',
      facts({ corridor: { ...corridor, permits: ['QUOTA_PERMIT'] } }),
      'RULE_PERMIT_MISMATCH',
    ],
    [
      'a permit that has run out',
      facts({ permit: { ...permit, validUntil: '2031-06-09' } }),
      'RULE_PERMIT_MISMATCH',
    ],
  ]);

  test('may run out that day', () =>
    at('PERMIT_PENDING')
      .when(ask('PermitGranted', facts({ permit: { ...permit, validUntil: '2031-06-10' } })))
      .then(happened('PermitGranted', 'PERMIT_PENDING', 'PERMITTED')));
});

describe('a registration at the destination', () => {
  const arrived = historyTo('ARRIVED');
  const registered = (occurredAt: string, isLate: boolean) =>
    given(...arrived)
      .when(ask('RegisteredAtDestination', { at: day(60), said: { occurredAt } }))
      .then(
        happened('RegisteredAtDestination', 'ARRIVED', 'REGISTERED_DEST', {
          ...{ at: day(60), said: { occurredAt }, isLate },
        }),
      );

  test('is late after the deadline of the corridor, and is recorded all the same', () => {
    registered(day(43), false);
    registered('2031-06-13T08:00:00.001Z', true);
  });

  test('is never late where no deadline is known', () =>
    given(...arrived)
      .when(ask('RegisteredAtDestination', { at: day(60), ...facts({ corridor: freeCorridor }) }))
      .then({
        ...happened('RegisteredAtDestination', 'ARRIVED', 'REGISTERED_DEST', { at: day(60) }),
        data: {
          ...happened('RegisteredAtDestination', 'ARRIVED', 'REGISTERED_DEST', { at: day(60) })
            .data,
          corridor: freeCorridor.id,
        },
      }));

  test('is the only step with a deadline', () =>
    given(...arrived)
      .when(ask('Returned', { at: day(60) }))
      .then(happened('Returned', 'ARRIVED', 'RETURNED', { at: day(60) })));
});

/** Steps towards departure, which a hold and a withdrawal stop; all others are recorded. */
const STOPPED: readonly (readonly [CaseStep, CaseStatus, Parameters<typeof ask>[1]])[] = [
  ['Shortlisted', 'REGISTERED', {}],
  ['Selected', 'SHORTLISTED', {}],
  ['ChecklistItemDone', 'SELECTED', { said: { item: 'TRAINING' } }],
  [
    'ChecklistItemDone',
    'SELECTED',
    { said: { item: 'MEDICAL', receipt: 'receipt-1', actor: { capacity: 'HEALTH_ORIGIN' } } },
  ],
  [
    'ChecklistItemDone',
    'SELECTED',
    { said: { item: 'DOCUMENTS', actor: { capacity: 'EMPLOYMENT_SERVICE' } } },
  ],
  ['ChecklistItemDone', 'SELECTED', { said: { item: 'LANGUAGE' } }],
  ['Cleared', 'SELECTED', {}],
  ['ContractSigned', 'CLEARED', {}],
  ['ContractSigned', 'CLEARED', { said: { actor: { capacity: 'WORKER' } } }],
  ['PermitApplied', 'CONTRACTED', {}],
  ['PermitNotRequired', 'CONTRACTED', facts({ corridor: { ...freeCorridor, id: corridor.id } })],
  ['Departed', 'PERMITTED', {}],
];
const RECORDED: readonly (readonly [CaseStep, CaseStatus, CaseStatus])[] = [
  ['Declined', 'SELECTED', 'REGISTERED'],
  ['PermitGranted', 'PERMIT_PENDING', 'PERMITTED'],
  ['PermitRefused', 'PERMIT_PENDING', 'REFUSED'],
  ['Arrived', 'DEPARTED', 'ARRIVED'],
  ['ArrivalCorrected', 'NO_SHOW', 'ARRIVED'],
  ['RegisteredAtDestination', 'ARRIVED', 'REGISTERED_DEST'],
  ['EmploymentStarted', 'REGISTERED_DEST', 'EMPLOYED'],
  ['EmployerChanged', 'EMPLOYED', 'EMPLOYED'],
  ['ContractExtended', 'EMPLOYED', 'EMPLOYED'],
  ['EmploymentEnded', 'EMPLOYED', 'ENDED'],
  ['Returned', 'ENDED', 'RETURNED'],
  ['Cancelled', 'PERMITTED', 'CANCELLED'],
  ['NoShow', 'PERMITTED', 'NO_SHOW'],
];

describe('a hold', () => {
  const held = flagged('HoldPlaced', { at: day(35) });
  const hold = { id: 'hold-1', until: today, legalBasis: 'Sample act 1', appeal: 'Court' };

  test.each(STOPPED)('stops what leads to departure: %s from %s', (step, from, change) =>
    given(...historyTo(from), held)
      .when(ask(step, change))
      .thenThrows('RULE_CASE_MAY_NOT_PROCEED'),
  );

  test.each(RECORDED)('keeps nobody from recording what happened: %s from %s', (step, from, to) =>
    given(...historyTo(from), held)
      .when(ask(step))
      .then(happened(step, from, to)),
  );

  test('ends by itself', () => {
    const until = (end: string) => [
      ...historyTo('PERMITTED'),
      flagged('HoldPlaced', { at: day(35), said: { hold: { ...hold, until: end } } }),
    ];
    given(...until(today))
      .when(ask('Departed'))
      .then(happened('Departed', 'PERMITTED', 'DEPARTED'));
    given(...until('2031-06-10T08:00:00.001Z'))
      .when(ask('Departed'))
      .thenThrows('RULE_CASE_MAY_NOT_PROCEED');
  });

  refusals('HoldPlaced', 'SELECTED', [
    ['an end that has passed', { said: { hold } }, 'RULE_HOLD_TERMS'],
    ['no end', { said: { hold: { ...hold, until: none } } }, 'RULE_HOLD_TERMS'],
    [
      'no legal basis',
      { said: { hold: { ...hold, until: day(50), legalBasis: none } } },
      'RULE_HOLD_TERMS',
    ],
    ['no appeal', { said: { hold: { ...hold, until: day(50), appeal: none } } }, 'RULE_HOLD_TERMS'],
    ['no hold at all', { said: { hold: none } }, 'RULE_HOLD_TERMS'],
  ]);

  test('is lifted by who placed it, by its id', () => {
    const cases = [...historyTo('PERMITTED'), held];
    given(...cases)
      .when(ask('HoldLifted'))
      .then(flagged('HoldLifted'));
    const lift = (change: object) => ask('HoldLifted', change);
    given(...cases)
      .when(lift({ by: 'RU.MOL2' }))
      .thenThrows('RULE_HOLD_UNKNOWN');
    given(...cases)
      .when(lift({ said: { hold: { id: 'hold-2' } } }))
      .thenThrows('RULE_HOLD_UNKNOWN');
    given(...cases)
      .when(lift({ said: { hold: none } }))
      .thenThrows('RULE_HOLD_UNKNOWN');
    given(...cases, flagged('HoldLifted'))
      .when(ask('Departed'))
      .then(happened('Departed', 'PERMITTED', 'DEPARTED'));
  });

  test.each(['LABOUR_ORIGIN', 'LABOUR_DESTINATION', 'MIGRATION_DESTINATION'] as const)(
    'of %s is lifted by it',
    (capacity) => {
      const placed = flagged('HoldPlaced', {
        ...{ at: day(35), statement: 'header.theirs.signature' },
        said: { actor: { capacity }, hold: { ...hold, until: day(50) } },
      });
      const says = { actor: { capacity } };
      given(...historyTo('PERMITTED'), placed)
        .when(ask('HoldLifted', { said: says }))
        .then(flagged('HoldLifted', { said: says }));
    },
  );

  test('stays when its authority lifts another', () => {
    const second = flagged('HoldPlaced', {
      ...{ at: day(36), statement: 'header.second.signature' },
      said: { hold: { ...hold, id: 'hold-2', until: day(50) } },
    });
    given(...historyTo('PERMITTED'), held, second, flagged('HoldLifted'))
      .when(ask('Departed'))
      .thenThrows('RULE_CASE_MAY_NOT_PROCEED');
  });

  test('of one authority stays when another lifts its own', () => {
    const other = { by: 'TJ.MOL', statement: 'header.other.signature' } as const;
    const actor = { capacity: 'LABOUR_ORIGIN' } as const;
    const origin = flagged('HoldPlaced', {
      ...{ ...other, at: day(35) },
      said: { actor, hold: { ...hold, until: day(50) } },
    });
    given(...historyTo('PERMITTED'), held, origin, flagged('HoldLifted'))
      .when(ask('Departed'))
      .thenThrows('RULE_CASE_MAY_NOT_PROCEED');
  });
});

describe('a withdrawal of consent', () => {
  const withdrawn = flagged('ConsentWithdrawn', { at: day(35) });
  const nowhere = { under: [], to: [] };

  test.each(STOPPED)('stops what leads to departure: %s from %s', (step, from, change) =>
    given(...historyTo(from), withdrawn)
      .when(ask(step, change))
      .thenThrows('RULE_CONSENT_WITHDRAWN'),
  );

  test.each(RECORDED)('lets be recorded, and told to nobody: %s from %s', (step, from, to) =>
    given(...historyTo(from), withdrawn)
      .when(ask(step))
      .then(happened(step, from, to, { routing: nowhere })),
  );

  test('is told to all, says what stays, and is made once', () => {
    at('EMPLOYED').when(ask('ConsentWithdrawn')).then(flagged('ConsentWithdrawn'));
    given(...historyTo('EMPLOYED'), withdrawn)
      .when(ask('ConsentWithdrawn', { statement: 'header.again.signature' }))
      .thenThrows('RULE_CONSENT_WITHDRAWN');
  });

  test('keeps no authority from holding the case, untold', () =>
    given(...historyTo('EMPLOYED'), withdrawn)
      .when(ask('HoldPlaced'))
      .then({ ...flagged('HoldPlaced'), ...nowhere }));
});

describe('whether a case can proceed', () => {
  const state = (status: CaseStatus, ...more: Parameters<typeof given>) =>
    fold(recruitmentCase, [...historyTo(status), ...more]);

  test.each<[CaseStatus, boolean]>([
    ['ABSENT', false],
    ['REGISTERED', true],
    ['PERMITTED', true],
    ['EMPLOYED', true],
    ['ENDED', true],
    ['REFUSED', false],
    ['RETURNED', false],
    ['CANCELLED', false],
    ['NO_SHOW', false],
  ])('%s: %j', (status, expected) => expect(canProceed(state(status), today)).toBe(expected));

  test('is one no, whatever the reason', () => {
    const held = state('PERMITTED', flagged('HoldPlaced', { at: day(35) }));
    expect(canProceed(held, today)).toBe(false);
    expect(canProceed(held, '2031-12-31T00:00:00.000Z')).toBe(true);
    const withdrawn = state('PERMITTED', flagged('ConsentWithdrawn', { at: day(35) }));
    expect(canProceed(withdrawn, today)).toBe(false);
  });
});
