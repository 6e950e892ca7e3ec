import { decide, fold, later, type ErrorCode } from '#kernel';
import { codeOf, specFor } from '#testing';
import { demand } from './demand.decider.ts';
import type { DemandCommand, DemandDocument, DemandEvent } from './demand.messages.ts';
import {
  ask,
  closed,
  corridor,
  document,
  filled,
  now,
  opened,
  place,
  quotaReserved,
  refused,
  registered,
  released,
  reserved,
  routing,
  said,
  taken,
  until,
} from './demand.samples.ts';
import { isOpen, lapsed, occupants } from './demand.ts';

const given = specFor(demand);

const STATES = {
  'that is not there': [],
  'that waits for its quota': [registered],
  'that is open': opened,
  'that is filled': [...opened, reserved(8), taken(8), reserved(9), taken(9), filled],
  'that is closed': [...opened, closed],
  'that is refused': [registered, refused],
} satisfies Record<string, DemandEvent[]>;
type Outcomes = Record<keyof typeof STATES, DemandEvent[] | ErrorCode>;

/** One command in every state: what it adds, or why it is refused. */
function inEveryState(command: DemandCommand, outcomes: Outcomes): void {
  test.each(Object.entries(outcomes))('a demand %s', (state, outcome) => {
    const spec = given(...STATES[state as keyof typeof STATES]).when(command);
    if (typeof outcome === 'string') spec.thenThrows(outcome);
    else spec.then(...outcome);
  });
}

describe('registering', () => {
  inEveryState(ask('RegisterDemand'), {
    'that is not there': [registered],
    'that waits for its quota': [],
    'that is open': [],
    'that is filled': [],
    'that is closed': [],
    'that is refused': [],
  });

  test('opens at once where no corridor needs a quota', () => {
    const free = { ...corridor, quotaNeeded: false };
    given()
      .when(ask('RegisterDemand', { corridors: [free] }))
      .then(registered, said('QuotaNotRequired', { corridors: [corridor.id] }));
    const both = { ...document, origins: ['KG', 'TJ'] };
    given()
      .when(
        ask('RegisterDemand', {
          document: both,
          corridors: [{ ...free, id: 'KG-KZ/EAEU/1', origin: 'KG' }, corridor],
          parties: ['KZ', 'TJ', 'KZ', 'KG'],
        }),
      )
      .then(
        said('DemandRegistered', {
          document: both,
          corridors: ['KG-KZ/EAEU/1', corridor.id],
          statement: 'header.demand.s',
        }),
      );
  });

  test('that opened it lets places be reserved', () =>
    given(registered, said('QuotaNotRequired', { corridors: [corridor.id] }))
      .when(ask('ReservePlace'))
      .then(reserved(1)));

  test.each<[ErrorCode, string, Parameters<typeof ask<'RegisterDemand'>>[1]]>([
    ['TRUST_WRONG_ISSUER', 'by another', { by: 'KZ.MOH' }],
    [
      'RULE_NO_CONTRACT',
      'under no contract with a state it asks workers from',
      { parties: ['KZ'] },
    ],
    [
      'RULE_NO_CONTRACT',
      'where a contract is with one of two states',
      {
        document: { ...document, origins: ['TJ', 'KG'] },
        corridors: [corridor, { ...corridor, origin: 'KG' }],
      },
    ],
    ['RULE_CORRIDOR_UNKNOWN', 'where no rule is known', { corridors: [] }],
    [
      'RULE_CORRIDOR_UNKNOWN',
      'where a rule is known for workers from elsewhere',
      { corridors: [{ ...corridor, origin: 'KG' }] },
    ],
  ])('is refused (%s) %s', (code, _, change) =>
    given().when(ask('RegisterDemand', change)).thenThrows(code),
  );

  test('cannot give an id another meaning', () =>
    given(registered)
      .when(ask('RegisterDemand', { statement: 'header.other.s' }))
      .thenThrows('RULE_RECORD_ID_REUSED'));

  test.each<[string, Partial<DemandDocument>]>([
    ['work elsewhere', { destination: 'RU' }],
    ['workers from nowhere', { origins: [] }],
    ['workers who are there already', { origins: ['TJ', 'KZ'] }],
    ['workers from one state twice', { origins: ['TJ', 'TJ'] }],
    ['a wide group of occupations', { occupation: '711' }],
    ['an occupation that the classification lacks', { occupation: '71120' }],
    ['nobody', { headcount: 0 }],
    ['half a worker', { headcount: 1.5 }],
    ['men for no lawful reason', { sex: { asked: 'M', basis: 'CUSTOM' as never } }],
    ['work for nothing', { wage: { ...document.wage, amount: 0 } }],
    ['no time', { contractMonths: 0 }],
    ['workers until today', { validUntil: '2031-05-01' }],
  ])('asks not for %s', (_, change) =>
    given()
      .when(ask('RegisterDemand', { document: { ...document, ...change } }))
      .thenThrows('RULE_DEMAND_INVALID'),
  );

  test('may ask for one worker for a month', () => {
    const least = { ...document, headcount: 1, contractMonths: 1 };
    given()
      .when(ask('RegisterDemand', { document: least }))
      .then({ ...registered, data: { ...registered.data, document: least } } as DemandEvent);
  });

  test('may ask for one sex where a law says so', () => {
    const lawful = { ...document, sex: { asked: 'F', basis: 'CARE_OF_PERSONS' } as const };
    given()
      .when(ask('RegisterDemand', { document: lawful }))
      .then({ ...registered, data: { ...registered.data, document: lawful } } as DemandEvent);
  });
});

describe('reserving a quota', () => {
  inEveryState(ask('ReserveQuota', { statement: 'header.q2.s' }), {
    'that is not there': 'RULE_DEMAND_UNKNOWN',
    'that waits for its quota': [
      {
        ...quotaReserved,
        data: { ...quotaReserved.data, statement: 'header.q2.s' },
      } as DemandEvent,
    ],
    'that is open': 'RULE_DEMAND_NOT_OPEN',
    'that is filled': 'RULE_DEMAND_NOT_OPEN',
    'that is closed': 'RULE_DEMAND_NOT_OPEN',
    'that is refused': 'RULE_DEMAND_NOT_OPEN',
  });

  test('is done once', () =>
    given(...opened)
      .when(ask('ReserveQuota'))
      .then());
  test('is for the authority to do', () =>
    given(registered)
      .when(ask('ReserveQuota', { by: 'KZ.MOH' }))
      .thenThrows('TRUST_WRONG_ISSUER'));
  test('needs a category that covers the headcount', () => {
    const most = (places: number | undefined) => ask('ReserveQuota', { most: places });
    given(registered).when(most(undefined)).thenThrows('RULE_QUOTA_CATEGORY');
    given(registered).when(most(1)).thenThrows('RULE_QUOTA_CATEGORY');
    given(registered).when(most(2)).then(quotaReserved);
  });
});

describe('reserving a place', () => {
  inEveryState(ask('ReservePlace'), {
    'that is not there': 'RULE_DEMAND_UNKNOWN',
    'that waits for its quota': 'RULE_DEMAND_NOT_OPEN',
    'that is open': [reserved(1)],
    'that is filled': 'RULE_DEMAND_NOT_OPEN',
    'that is closed': 'RULE_DEMAND_NOT_OPEN',
    'that is refused': 'RULE_DEMAND_NOT_OPEN',
  });

  test('twice for a case is one place', () => {
    given(...opened, reserved(1))
      .when(ask('ReservePlace'))
      .then();
    given(...opened, reserved(1), taken(1))
      .when(ask('ReservePlace', { at: later(until, 9999) }))
      .then();
  });

  test('stops at the headcount', () => {
    given(...opened, reserved(2))
      .when(ask('ReservePlace'))
      .then(reserved(1));
    given(...opened, reserved(2), reserved(3))
      .when(ask('ReservePlace'))
      .thenThrows('RULE_NO_PLACE');
    given(...opened, reserved(2), taken(2), reserved(3))
      .when(ask('ReservePlace'))
      .thenThrows('RULE_NO_PLACE');
    given(...opened, reserved(2), reserved(3), released(3))
      .when(ask('ReservePlace'))
      .then(reserved(1));
  });

  test('takes an hour at most', () => {
    const ends = (end: string) => ask('ReservePlace', { until: end });
    given(...opened)
      .when(ends(now))
      .thenThrows('RULE_RESERVATION_TIME');
    given(...opened)
      .when(ends(later(now, 3601)))
      .thenThrows('RULE_RESERVATION_TIME');
    given(...opened)
      .when(ends(later(now, 3600)))
      .then(reserved(1, later(now, 3600)));
  });

  test('on the last day of the demand is in time, and not after', () => {
    const on = (at: string) => ask('ReservePlace', { at, until: later(at, 60) });
    const last = '2031-12-31T23:59:59.999Z';
    given(...opened)
      .when(on(last))
      .then(said('PlaceReserved', { case: place(1), until: later(last, 60) }, { at: last }));
    given(...opened)
      .when(on('2032-01-01T00:00:00.000Z'))
      .thenThrows('RULE_DEMAND_NOT_OPEN');
  });
});

describe('a reservation that was not used', () => {
  const full = [...opened, reserved(2), reserved(3)];
  const grace = later(until, 60);
  const after = later(grace, 1);
  const reserveAt = (at: string, selected: readonly string[] = [], id = place(1)) =>
    ask('ReservePlace', { case: id, at, until: later(at, 60), selected });
  const reservedAt = (at: string, id = place(1)) =>
    said('PlaceReserved', { case: id, until: later(at, 60) }, { at });
  const takenAt = (number: number, at: string) =>
    said('PlaceTaken', { case: place(number) }, { at });

  test('lapses by itself, a minute after its end', () => {
    given(...full)
      .when(reserveAt(grace))
      .thenThrows('RULE_NO_PLACE');
    given(...full)
      .when(reserveAt(after))
      .then(reservedAt(after));
  });

  test('may be renewed by its own case, when its end has passed', () => {
    given(...full)
      .when(reserveAt(until, [], place(2)))
      .then();
    const past = later(until, 1);
    given(...full)
      .when(reserveAt(past, [], place(2)))
      .then(reservedAt(past, place(2)));
  });

  test('keeps its place where the case was selected in time all the same', () => {
    given(...full)
      .when(reserveAt(after, [place(2)]))
      .then(takenAt(2, after), reservedAt(after));
    given(...full)
      .when(reserveAt(after, [place(2), place(3)]))
      .thenThrows('RULE_NO_PLACE');
    given(...full)
      .when(reserveAt(after, [place(2), place(3)], place(3)))
      .then(takenAt(2, after), takenAt(3, after), said('DemandFilled', {}, { at: after }));
    given(...full)
      .when(reserveAt(after, [place(7)]))
      .then(reservedAt(after));
  });

  test('is no place any more once another has it', () => {
    const again = [...full, reservedAt(after), reservedAt(after, place(4))];
    given(...again)
      .when(ask('TakePlace', { case: place(2), at: after }))
      .thenThrows('RULE_NO_PLACE');
    given(...full)
      .when(ask('TakePlace', { case: place(2), at: after }))
      .then(takenAt(2, after));
  });

  test('is seen by who asks', () => {
    const state = fold(demand, [...opened, reserved(2), reserved(3), taken(3)]);
    expect([occupants(state, grace), lapsed(state, grace)]).toEqual([[place(2), place(3)], []]);
    expect([occupants(state, after), lapsed(state, after)]).toEqual([[place(3)], [place(2)]]);
    expect(isOpen(state, after)).toBe(true);
    expect(isOpen(fold(demand, []), after)).toBe(false);
  });
});

describe('taking a place', () => {
  const end = [said('PlaceTaken', { case: place(1) })];
  test('is done once', () => {
    given(...opened, reserved(1))
      .when(ask('TakePlace'))
      .then(...end);
    given(...opened, reserved(1), taken(1))
      .when(ask('TakePlace'))
      .then();
  });
  test('needs a reservation', () =>
    given(...opened)
      .when(ask('TakePlace'))
      .thenThrows('RULE_NO_PLACE'));
  test('fills the demand with the last one', () =>
    given(...opened, reserved(1), reserved(2), taken(2))
      .when(ask('TakePlace'))
      .then(...end, filled));
  test('of a demand that was closed meanwhile is the worker’s right', () =>
    given(...opened, reserved(2), taken(2), reserved(1), closed)
      .when(ask('TakePlace'))
      .then(...end));
});

describe('releasing a place', () => {
  test('is done once', () => {
    given(...opened)
      .when(ask('ReleasePlace'))
      .then();
    given(...opened, reserved(1))
      .when(ask('ReleasePlace'))
      .then(released(1));
    given(...opened, reserved(1), released(1))
      .when(ask('ReleasePlace'))
      .then();
  });
  test('opens a filled demand again, and no closed one', () => {
    const full = STATES['that is filled'];
    expect(fold(demand, [...full, released(9)]).status).toBe('OPEN');
    given(...full, released(9))
      .when(ask('ReservePlace'))
      .then(reserved(1));
    expect(fold(demand, [...full, closed, released(9)]).status).toBe('CLOSED');
  });
});

describe('closing', () => {
  const again = { ...closed, data: { ...closed.data, statement: 'header.c2.s' } } as DemandEvent;
  inEveryState(ask('CloseDemand', { statement: 'header.c2.s' }), {
    'that is not there': 'RULE_DEMAND_UNKNOWN',
    'that waits for its quota': [again],
    'that is open': [again],
    'that is filled': [again],
    'that is closed': 'RULE_DEMAND_NOT_OPEN',
    'that is refused': 'RULE_DEMAND_NOT_OPEN',
  });
  test('is done once, by the authority', () => {
    given(...opened, closed)
      .when(ask('CloseDemand'))
      .then();
    given(...opened)
      .when(ask('CloseDemand', { by: 'KZ.MOH' }))
      .thenThrows('TRUST_WRONG_ISSUER');
  });
});

describe('refusing', () => {
  const again = { ...refused, data: { ...refused.data, statement: 'header.r2.s' } } as DemandEvent;
  inEveryState(ask('RefuseDemand', { statement: 'header.r2.s' }), {
    'that is not there': 'RULE_DEMAND_UNKNOWN',
    'that waits for its quota': [again],
    'that is open': 'RULE_DEMAND_NOT_OPEN',
    'that is filled': 'RULE_DEMAND_NOT_OPEN',
    'that is closed': 'RULE_DEMAND_NOT_OPEN',
    'that is refused': 'RULE_DEMAND_NOT_OPEN',
  });
  test('is done once, by the authority', () => {
    given(registered, refused).when(ask('RefuseDemand')).then();
    given(registered)
      .when(ask('RefuseDemand', { by: 'KZ.MOH' }))
      .thenThrows('TRUST_WRONG_ISSUER');
  });
});

describe.each(['ReserveQuota', 'ReservePlace', 'TakePlace', 'ReleasePlace'] as const)(
  '%s of another demand',
  (type) =>
    test.each([{ authority: 'KZ.MOH' }, { id: 'demand-2' }])('is of an unknown one: %j', (other) =>
      given(...opened, reserved(1))
        .when(ask(type, other))
        .thenThrows('RULE_DEMAND_UNKNOWN'),
    ),
);

test('64 selections for 10 places give 10, in whatever order they come', () => {
  const history: DemandEvent[] = [
    { ...registered, data: { ...registered.data, document: { ...document, headcount: 10 } } },
    quotaReserved,
  ] as DemandEvent[];
  const outcomes = Array.from({ length: 64 }, (_, index) =>
    codeOf(() => {
      const command = ask('ReservePlace', { case: place((index * 37) % 64) });
      history.push(...decide(demand, command, fold(demand, history)));
    }),
  );
  expect(outcomes.filter((code) => code === undefined)).toHaveLength(10);
  expect(outcomes.filter((code) => code === 'RULE_NO_PLACE')).toHaveLength(54);
  expect(routing.under).toHaveLength(1);
});
