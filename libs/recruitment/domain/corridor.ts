import type { CivilDate } from '#kernel';

/** What a worker must have done before being cleared to leave. */
export const CHECKLIST_ITEMS = ['TRAINING', 'MEDICAL', 'DOCUMENTS', 'LANGUAGE'] as const;
export type ChecklistItem = (typeof CHECKLIST_ITEMS)[number];

export const PERMIT_TYPES = [
  'PATENT',
  'EMPLOYER_PERMIT',
  'LABOUR_IMMIGRANT_PERMIT',
  'SPECIAL_PERMIT',
  'QUOTA_PERMIT',
] as const;
export type PermitType = (typeof PERMIT_TYPES)[number];

/**
 * A statement of law or practice, and how well it is known (domain.md): `source` was read in a public copy, `memory`
 * was not checked, `design` is our recommendation until a ministry says otherwise.
 */
export type LegalBasis = {
  readonly mark: 'source' | 'memory' | 'design';
  readonly statement: string;
  readonly source?: string;
};

/** What holds between two states for a time: dated data, never a constant in code. Another rule is another version. */
export type Corridor = {
  /** `<origin>-<destination>/<regime>/<version>`; events name the rule that they used. */
  readonly id: string;
  readonly origin: string;
  readonly destination: string;
  /** First and last day it applies to; without a last day it still does. */
  readonly from: CivilDate;
  readonly until?: CivilDate;
  /** Any one of these lets the worker work; none is needed if there are none. */
  readonly permits: readonly PermitType[];
  readonly quotaNeeded: boolean;
  /** The recognition profile (libs/credentials) the worker must be confirmed under. */
  readonly medicalProfile?: string;
  readonly checklist: readonly ChecklistItem[];
  /** Days after arrival to be examined, and to be registered; unknown if absent. */
  readonly examDeadlineDays?: number;
  readonly registrationDeadlineDays?: number;
  readonly bases: readonly LegalBasis[];
};
