import type { Routing } from '#certificates';
import { later } from '#kernel';
import type { Corridor } from './corridor.ts';
import type { DemandCommand, DemandDocument, DemandEvent } from './demand.messages.ts';

type Command<Type extends DemandCommand['type']> = Extract<DemandCommand, { type: Type }>;
type Event<Type extends DemandEvent['type']> = Extract<DemandEvent, { type: Type }>;

export const authority = 'KZ.MOL';
export const named = { authority, id: 'demand-1' };
export const now = '2031-05-01T08:00:00.000Z';
export const until = later(now, 600);

export const document: DemandDocument = {
  ...named,
  employer: { register: 'BIN', number: '990140000007', name: 'Sample Builders', industry: 'F4100' },
  destination: 'KZ',
  region: 'KZ-ALM',
  origins: ['TJ'],
  occupation: '7112',
  headcount: 2,
  sex: { asked: 'ANY' },
  wage: { amount: 400_000, currency: 'KZT', period: 'MONTH' },
  hoursPerWeek: 40,
  housing: 'PROVIDED',
  contractMonths: 12,
  isSeasonal: false,
  validUntil: '2031-12-31',
};
export const corridor: Corridor = {
  id: 'TJ-KZ/PERMIT/1',
  origin: 'TJ',
  destination: 'KZ',
  from: '2022-04-15',
  permits: ['EMPLOYER_PERMIT'],
  quotaNeeded: true,
  checklist: [],
  bases: [],
};
export const routing: Routing = {
  under: [{ contract: 'tj-kz', version: 1, hash: 'hash' }],
  to: [{ authority: 'TJ.MOL', grants: [{ contract: 'tj-kz', version: 1, grant: 0 }] }],
};

type Change<Type extends DemandCommand['type']> = Partial<Command<Type>['data']> & {
  readonly at?: string;
  readonly by?: string;
};
/** The plainest data of each command. */
const DATA: { readonly [Type in DemandCommand['type']]: Command<Type>['data'] } = {
  RegisterDemand: {
    ...{ document, corridors: [corridor], parties: ['KZ', 'TJ'], routing },
    statement: 'header.demand.s',
  },
  ReserveQuota: {
    ...named,
    ...{ category: 'CATEGORY_4', reference: 'Q-1', most: 100, statement: 'header.quota.s' },
  },
  ReservePlace: { ...named, case: 'TJ.MOL-case-1', until, selected: [] },
  TakePlace: { ...named, case: 'TJ.MOL-case-1' },
  ReleasePlace: { ...named, case: 'TJ.MOL-case-1' },
  CloseDemand: { ...named, reason: 'POSITION_WITHDRAWN', statement: 'header.closing.s' },
  RefuseDemand: { ...named, reason: 'QUOTA_EXHAUSTED', statement: 'header.refusal.s' },
};

/** The plainest command of a type, and what is changed of it. */
export const ask = <Type extends DemandCommand['type']>(
  type: Type,
  { at = now, by = authority, ...change }: Change<Type> = {},
): DemandCommand => ({ type, data: { ...DATA[type], ...change }, at, by }) as never;

/** The event that says so. Who has which place is told to nobody. */
export const said = <Type extends DemandEvent['type']>(
  type: Type,
  change: Partial<Event<Type>['data']>,
  {
    at = now,
    by = authority,
    to = type.startsWith('Place') ? { under: routing.under } : routing,
  } = {},
): DemandEvent => ({ type, data: { ...named, ...change }, at, by, ...to }) as never;

export const registered = said('DemandRegistered', {
  ...{ document, corridors: [corridor.id], statement: 'header.demand.s' },
});
export const quotaReserved = said('QuotaReserved', {
  ...{ category: 'CATEGORY_4', reference: 'Q-1', statement: 'header.quota.s' },
});
export const opened = [registered, quotaReserved];
export const place = (number: number) => `TJ.MOL-case-${number}`;
export const reserved = (number: number, end = until) =>
  said('PlaceReserved', { case: place(number), until: end });
export const taken = (number: number) => said('PlaceTaken', { case: place(number) });
export const released = (number: number) => said('PlaceReleased', { case: place(number) });
export const filled = said('DemandFilled', {});
export const closed = said('DemandClosed', {
  reason: 'POSITION_WITHDRAWN',
  statement: 'header.closing.s',
});
export const refused = said('DemandRefused', {
  reason: 'QUOTA_EXHAUSTED',
  statement: 'header.refusal.s',
});
