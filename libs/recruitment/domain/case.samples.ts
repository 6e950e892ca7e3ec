import type { Instant, Routing } from '#kernel';
import { CAPACITIES } from './capacities.ts';
import type { CaseCommand, CaseEvent, CaseStatus, CaseStep, Facts, Step } from './case.messages.ts';
import {
  corridor,
  day,
  demandName,
  issuer,
  opening,
  receipt,
  record,
  reference,
  routing,
  said,
  signerOf,
  today,
} from './sayings.samples.ts';

export * from './sayings.samples.ts';

type Event<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

/** The way of the plainest case, a day for each step. */
export const WAY: readonly (readonly [CaseStep, CaseStatus, Partial<Step>?])[] = [
  ['WorkerRegistered', 'REGISTERED'],
  ['Shortlisted', 'SHORTLISTED'],
  ['Selected', 'SELECTED'],
  ['ChecklistItemDone', 'SELECTED', { item: 'TRAINING' }],
  [
    'ChecklistItemDone',
    'SELECTED',
    { item: 'MEDICAL', receipt, actor: { capacity: 'HEALTH_ORIGIN' } },
  ],
  [
    'ChecklistItemDone',
    'SELECTED',
    { item: 'DOCUMENTS', actor: { capacity: 'EMPLOYMENT_SERVICE' } },
  ],
  ['ChecklistItemDone', 'SELECTED', { item: 'LANGUAGE' }],
  ['Cleared', 'CLEARED'],
  ['ContractSigned', 'CLEARED', { actor: { capacity: 'EMPLOYER' } }],
  ['ContractSigned', 'CONTRACTED', { actor: { capacity: 'WORKER' } }],
  ['PermitApplied', 'PERMIT_PENDING'],
  ['PermitGranted', 'PERMITTED'],
  ['Departed', 'DEPARTED'],
  ['Arrived', 'ARRIVED'],
  ['RegisteredAtDestination', 'REGISTERED_DEST'],
  ['EmploymentStarted', 'EMPLOYED'],
  ['EmploymentEnded', 'ENDED'],
  ['Returned', 'RETURNED'],
];
const signerFor = ({ actor: { capacity, attestation } }: Step): string =>
  signerOf(attestation?.capacity ?? capacity);

/** Facts that let everything pass. */
export const factsFor = (step: Step): Facts => ({
  roles: [CAPACITIES[step.actor.attestation?.capacity ?? step.actor.capacity].role],
  licence: { recorded: 'ACTIVE', occurred: 'ACTIVE' },
  corridor,
  consent: { purposes: ['ORGANISED_RECRUITMENT'], givenOn: '2031-05-01' },
  languages: ['tg', 'ru'],
  demand: { name: demandName, isOpen: true, origins: ['TJ'], destination: 'RU' },
  place: { demand: demandName, until: today },
  medical: { receipt, profile: 'RU/LABOUR/2', isConfirmed: true, asOf: step.occurredAt },
  permit: { type: 'PATENT', validUntil: '2032-05-01' },
});

type Change = {
  readonly said?: Partial<Step>;
  readonly facts?: Partial<Facts>;
  readonly at?: Instant;
  readonly by?: string;
  readonly statement?: string | undefined;
  readonly named?: typeof reference;
};

/** The plainest command of a step, and what is changed of it. */
export function ask(step: CaseStep, change: Change = {}): CaseCommand {
  const { at = today, named = reference } = change;
  const what = said(step, change.said, change.said?.occurredAt ?? at);
  const { by = signerFor(what) } = change;
  const facts = { ...factsFor(what), ...change.facts };
  const statement = 'statement' in change ? change.statement : `header.${step}.signature`;
  const stated = what.actor.capacity === 'HUB' ? undefined : statement;
  return {
    type: 'AdvanceCase',
    data: { record: named, said: what, facts, ...(stated !== undefined && { statement: stated }) },
    at,
    by,
  };
}

/** What the plainest step adds, and what is changed of it. */
export function happened(
  step: CaseStep,
  from: CaseStatus,
  to: CaseStatus,
  change: Omit<Change, 'facts'> & { readonly isLate?: boolean; readonly routing?: Routing } = {},
): Event<'CaseTransitioned'> {
  const { at = today, isLate = false } = change;
  const what = said(step, change.said, change.said?.occurredAt ?? at);
  const { by = signerFor(what), statement = `header.${step}.signature` } = change;
  return {
    type: 'CaseTransitioned',
    data: {
      ...reference,
      ...what,
      corridor: corridor.id,
      ...(what.actor.capacity !== 'HUB' && { statement }),
      ...{ from, to, isLate },
    },
    at,
    by,
    ...(change.routing ?? routing),
  };
}

/** A flag: a hold placed or lifted, consent withdrawn. */
export function flagged<Type extends 'HoldPlaced' | 'HoldLifted' | 'ConsentWithdrawn'>(
  type: Type,
  change: Omit<Change, 'facts'> = {},
): Event<Type> {
  const { at = today } = change;
  const what = said(type, change.said, change.said?.occurredAt ?? at);
  const { by = signerFor(what), statement = `header.${type}.signature` } = change;
  const stays = type === 'ConsentWithdrawn' ? { stays: ['EVENTS', 'COPIES_BY_LAW'] } : {};
  const data = { ...reference, ...what, corridor: corridor.id, statement, ...stays };
  return { type, data, at, by, ...routing } as unknown as Event<Type>;
}

type Opening = Change & { readonly routing?: Routing; readonly statedBy?: string };
const registration = 'header.WorkerRegistered.signature';

export const open = (change: Opening = {}): CaseCommand => {
  const what = said('WorkerRegistered', change.said, change.said?.occurredAt ?? opening);
  return {
    type: 'OpenCase',
    data: {
      record: { ...record, ...change.named },
      routing: change.routing ?? routing,
      said: what as Step & { step: 'WorkerRegistered' },
      facts: { ...factsFor(what), ...change.facts },
      statement: registration,
      statedBy: change.statedBy ?? issuer,
    },
    at: change.at ?? opening,
    by: change.by ?? issuer,
  };
};
export const opened = (change: Partial<Event<'CaseOpened'>['data']> = {}): CaseEvent => ({
  type: 'CaseOpened',
  data: {
    ...record,
    corridor: corridor.id,
    actor: { capacity: 'EMPLOYMENT_SERVICE' },
    occurredAt: opening,
    statement: registration,
    statedBy: issuer,
    ...change,
  },
  at: opening,
  by: issuer,
  ...routing,
});

/** The first `count` steps of the way, as events. */
export function wayOf(count: number): CaseEvent[] {
  const steps = WAY.slice(1, count).map(([step, to, change], index) =>
    happened(step, WAY[index]![1], to, {
      at: day(index + 1),
      statement: `header.way-${index + 1}.signature`,
      said: { occurredAt: day(index + 1), ...change },
    }),
  );
  return count === 0 ? [] : [opened(), ...steps];
}

/** A history that ends where the case has that status. */
export function historyTo(status: CaseStatus): CaseEvent[] {
  const way = wayOf(WAY.findLastIndex(([, to]) => to === status) + 1);
  if (status === 'ABSENT' || way.length > 0) return way;
  const before = SIDE_WAYS[status]!;
  return [
    ...historyTo(before[1]),
    happened(before[0], before[1], status, { at: day(30), statement: 'header.side-way.signature' }),
  ];
}
const SIDE_WAYS: Partial<Record<CaseStatus, readonly [CaseStep, CaseStatus]>> = {
  REFUSED: ['PermitRefused', 'PERMIT_PENDING'],
  CANCELLED: ['Cancelled', 'REGISTERED'],
  NO_SHOW: ['NoShow', 'DEPARTED'],
};
