import type { Routing } from '#certificates';
import { later, type Instant } from '#kernel';
import { CAPACITIES, type Capacity } from './capacities.ts';
import type {
  Actor,
  CaseCommand,
  CaseEvent,
  CaseStatus,
  CaseStep,
  Facts,
  Step,
} from './case.messages.ts';
import type { Corridor } from './corridor.ts';

type Event<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

export const issuer = 'TJ.MOL';
export const reference = { issuer, id: 'case-1', digest: 'digest-1' };
export const record = {
  ...reference,
  recordType: 'RecruitmentCase',
  kid: 'kid-1',
  iat: 1_935_302_400,
  jwt: 'header.payload.signature',
  sealed: 'sealed',
  controller: 'TJ',
  subject: 'subject-1',
  destination: 'RU',
};
const grant = { contract: 'tj-ru', version: 1, grant: 0 };
export const routing: Routing = {
  under: [{ contract: 'tj-ru', version: 1, hash: 'hash-ru' }],
  to: [{ authority: 'RU.MOL', grants: [grant] }],
};

export const demandName = 'RU.MOL-demand-1';
export const contract = { hash: 'contract-1', language: 'tg', noFee: true };
export const act = 'A'.repeat(43);
export const receipt = 'receipt-1';

/** A corridor with a permit, a profile and a deadline. */
export const corridor: Corridor = {
  id: 'TJ-RU/PATENT/1',
  origin: 'TJ',
  destination: 'RU',
  from: '2015-01-01',
  permits: ['PATENT'],
  quotaNeeded: false,
  medicalProfile: 'RU/LABOUR/2',
  checklist: ['TRAINING', 'MEDICAL', 'DOCUMENTS', 'LANGUAGE'],
  registrationDeadlineDays: 30,
  bases: [],
};
/** One that asks for less. */
export const freeCorridor: Corridor = {
  id: 'TJ-RU/FREE/1',
  origin: 'TJ',
  destination: 'RU',
  from: '2015-01-01',
  permits: [],
  quotaNeeded: false,
  checklist: [],
  bases: [],
};

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
const DAY = 86_400;
export const opening = '2031-05-01T08:00:00.000Z';
/** The day after the given number of steps of the way. */
export const day = (index: number): Instant => later(opening, index * DAY);
/** Later than any step of the way. */
export const today = day(40);

/** What the plainest statement of each step says beside what and when. */
const SAYS: Readonly<Record<CaseStep, Partial<Step> & { readonly actor: Actor }>> = {
  WorkerRegistered: { actor: { capacity: 'EMPLOYMENT_SERVICE' } },
  Shortlisted: { actor: { capacity: 'AGENCY_ORIGIN' }, demand: demandName },
  Selected: { actor: { capacity: 'EMPLOYER' } },
  Declined: { actor: { capacity: 'WORKER' }, reason: 'WORKER_DECLINED' },
  ChecklistItemDone: { actor: { capacity: 'TRAINING_CENTRE' }, item: 'TRAINING' },
  Cleared: { actor: { capacity: 'LABOUR_ORIGIN' } },
  ContractSigned: { actor: { capacity: 'EMPLOYER' }, contract },
  PermitApplied: { actor: { capacity: 'WORKER' } },
  PermitGranted: {
    actor: { capacity: 'MIGRATION_DESTINATION' },
    permit: { type: 'PATENT', digest: 'permit-1' },
  },
  PermitRefused: { actor: { capacity: 'MIGRATION_DESTINATION' } },
  PermitNotRequired: { actor: { capacity: 'HUB' } },
  Departed: { actor: { capacity: 'AGENCY_ORIGIN' } },
  Arrived: { actor: { capacity: 'BORDER_DESTINATION' } },
  ArrivalCorrected: { actor: { capacity: 'BORDER_DESTINATION' } },
  RegisteredAtDestination: { actor: { capacity: 'MIGRATION_DESTINATION' } },
  EmploymentStarted: { actor: { capacity: 'EMPLOYER' } },
  EmployerChanged: { actor: { capacity: 'LABOUR_DESTINATION' }, demand: 'RU.MOL-demand-2' },
  ContractExtended: {
    actor: { capacity: 'LABOUR_DESTINATION' },
    contract: { ...contract, hash: 'contract-2' },
  },
  EmploymentEnded: { actor: { capacity: 'EMPLOYER' }, reason: 'COMPLETED' },
  Returned: { actor: { capacity: 'BORDER_ORIGIN' } },
  Cancelled: { actor: { capacity: 'WORKER' }, reason: 'WORKER_WITHDREW' },
  NoShow: { actor: { capacity: 'EMPLOYER' } },
  HoldPlaced: {
    actor: { capacity: 'LABOUR_DESTINATION' },
    reason: 'DOCUMENT_CHECK',
    hold: {
      id: 'hold-1',
      until: '2031-12-31T00:00:00.000Z',
      legalBasis: 'Sample act 1',
      appeal: 'Sample court',
    },
  },
  HoldLifted: { actor: { capacity: 'LABOUR_DESTINATION' }, hold: { id: 'hold-1' } },
  ConsentWithdrawn: { actor: { capacity: 'WORKER' } },
};

/** Who signs in a capacity with a key of its own. */
export function signerOf(capacity: Capacity): string {
  const { side, role } = CAPACITIES[capacity];
  if (side === 'nowhere') return 'HUB';
  const state = side === 'destination' ? 'RU' : 'TJ';
  const names: Readonly<Record<string, string>> = {
    'labour-ministry': 'MOL',
    'health-ministry': 'MOH',
    'migration-authority': 'MVD',
    'information-centre': 'IRC',
    agency: 'AGENCY1',
    worker: 'W1',
    employer: 'E1',
    'border-post': 'B1',
    'training-centre': 'T1',
  };
  return `${state}.${names[role]}`;
}

/** What the statement says; `undefined` takes a member out. */
export function said(step: CaseStep, change: Partial<Step> = {}, occurredAt = today): Step {
  const all = { step, occurredAt, ...SAYS[step], ...change };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as unknown as Step;
}

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

export const open = (change: Change & { readonly routing?: Routing } = {}): CaseCommand => {
  const what = said('WorkerRegistered', change.said, change.said?.occurredAt ?? opening);
  return {
    type: 'OpenCase',
    data: {
      record: { ...record, ...change.named },
      routing: change.routing ?? routing,
      said: what as Step & { step: 'WorkerRegistered' },
      facts: { ...factsFor(what), ...change.facts },
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
