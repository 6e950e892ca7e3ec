import type { CaseStep, Step } from './case.messages.ts';

type Member = 'item' | 'reason' | 'demand' | 'contract' | 'permit' | 'receipt' | 'hold';

/** What each step says beside what, who and when. Nothing else enters an event: it would stand there for ever. */
export const SAYS = {
  WorkerRegistered: [],
  Shortlisted: ['demand'],
  Selected: [],
  Declined: ['reason'],
  ChecklistItemDone: ['item', 'receipt'],
  Cleared: [],
  ContractSigned: ['contract'],
  PermitApplied: [],
  PermitGranted: ['permit'],
  PermitRefused: [],
  PermitNotRequired: [],
  Departed: [],
  Arrived: [],
  ArrivalCorrected: [],
  RegisteredAtDestination: [],
  EmploymentStarted: [],
  EmployerChanged: ['demand'],
  ContractExtended: ['contract'],
  EmploymentEnded: ['reason'],
  Returned: [],
  Cancelled: ['reason'],
  NoShow: [],
  HoldPlaced: ['reason', 'hold'],
  HoldLifted: ['hold'],
  ConsentWithdrawn: [],
} satisfies Readonly<Record<CaseStep, readonly Member[]>>;

/** The step with what it says, and no more. */
export function spoken<Said extends Step>(said: Said): Said {
  const { step, actor, occurredAt } = said;
  const kept = SAYS[step].filter((member) => said[member] !== undefined);
  const heard: object = {
    ...{ step, actor, occurredAt },
    ...Object.fromEntries(kept.map((member) => [member, said[member]])),
  };
  return heard as Said; // Sound: only members that a step of its kind does not say are left out.
}
