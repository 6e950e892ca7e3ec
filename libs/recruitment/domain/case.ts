import type { RecordReference } from '#certificates';
import type { ContractReference, Instant, Recipient } from '#kernel';
import type { CaseStatus } from './case.messages.ts';
import type { ChecklistItem } from './corridor.ts';

export type Side = 'EMPLOYER' | 'WORKER';

export type Hold = { readonly id: string; readonly by: string; readonly until: Instant };

/** What is known of one case in the clear. Who the worker is lies sealed and takes no part in its rules. */
export type Case = {
  readonly record: RecordReference | undefined;
  readonly destination: string;
  readonly status: CaseStatus;
  /** When what led to the status happened. */
  readonly since: Instant;
  /** When what led to the status before this one happened. */
  readonly lastSeen: Instant;
  /** The agencies that act in it: the first to act in a capacity is the one. */
  readonly agencies: { readonly AGENCY_ORIGIN?: string; readonly AGENCY_DESTINATION?: string };
  readonly demand: string | undefined;
  readonly checklist: readonly ChecklistItem[];
  /** The hash that each side signed. */
  readonly signed: { readonly [Who in Side]?: string };
  /** Before every instant until the worker arrived. */
  readonly arrivedAt: Instant;
  readonly hasDeparted: boolean;
  readonly holds: readonly Hold[];
  readonly isConsentWithdrawn: boolean;
  readonly under: readonly ContractReference[];
  readonly to: readonly Recipient[];
  /** Acts of statements that were carried out. */
  readonly acts: readonly string[];
};

export const absent: Case = {
  record: undefined,
  destination: '',
  status: 'ABSENT',
  since: '',
  lastSeen: '',
  agencies: {},
  demand: undefined,
  checklist: [],
  signed: {},
  arrivedAt: '',
  hasDeparted: false,
  holds: [],
  isConsentWithdrawn: false,
  under: [],
  to: [],
  acts: [],
};

/** Nothing happens to it any more. */
export const isOver = (status: CaseStatus): boolean =>
  status === 'RETURNED' || status === 'CANCELLED';

/** A hold ends by itself when its time is over. */
export const isHeld = ({ holds }: Case, at: Instant): boolean =>
  holds.some(({ until }) => at < until);

/** All that an agency is told: not whether there is a hold, whose, or why (domain.md §3.3). */
export const canProceed = (state: Case, at: Instant): boolean =>
  !['ABSENT', 'REFUSED', 'RETURNED', 'CANCELLED', 'NO_SHOW'].includes(state.status) &&
  !state.isConsentWithdrawn &&
  !isHeld(state, at);

/** Whether a place of the demand is the case's: from its selection on, until it is declined, cancelled, or nobody came. */
export const holdsPlace = ({ status, demand }: Case, name: string): boolean =>
  demand === name && !['SHORTLISTED', 'CANCELLED', 'NO_SHOW'].includes(status);

export const otherSide = (side: Side): Side => (side === 'WORKER' ? 'EMPLOYER' : 'WORKER');
