import { later, type Instant, type Routing } from '#kernel';
import { CAPACITIES, type Capacity } from './capacities.ts';
import type { Actor, CaseStep, Step } from './case.messages.ts';
import type { Corridor } from './corridor.ts';

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
