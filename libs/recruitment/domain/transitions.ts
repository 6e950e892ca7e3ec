import type { Capacity } from './capacities.ts';
import type { CaseStatus, CaseStep } from './case.messages.ts';
import type { Condition } from './conditions.ts';
import type { ChecklistItem } from './corridor.ts';
import type { Guard } from './guards.ts';

/** One row of the machine: from where, by what, to where, by whom, if what holds. */
export type Transition = {
  /** The row of domain.md §3.3 that it is or is part of. */
  readonly row: string;
  readonly from: readonly CaseStatus[];
  readonly step: CaseStep;
  readonly item?: ChecklistItem;
  /** Which of two rows of one step it is. */
  readonly when?: Condition;
  /** Absent: the case stays where it is. */
  readonly to?: CaseStatus;
  readonly who: readonly Capacity[];
  /** In the order in which they are asked; the first that does not hold is the reason of the refusal. */
  readonly guards: readonly Guard[];
};

const BEFORE_DEPARTURE: readonly CaseStatus[] = [
  'REGISTERED',
  'SHORTLISTED',
  'SELECTED',
  'CLEARED',
  'CONTRACTED',
  'PERMIT_PENDING',
  'PERMITTED',
  'REFUSED',
];
const AT_DESTINATION: readonly CaseStatus[] = ['ARRIVED', 'REGISTERED_DEST', 'EMPLOYED', 'ENDED'];
const UNDER_WAY: readonly CaseStatus[] = [
  ...BEFORE_DEPARTURE,
  'DEPARTED',
  ...AT_DESTINATION,
  'NO_SHOW',
];

/** A step towards departure; what merely happened is recorded whoever is held and whatever was withdrawn. */
const PROCEEDS: readonly Guard[] = ['IN_ORDER', 'CONSENTED', 'NOT_HELD'];
const HAPPENED: readonly Guard[] = ['IN_ORDER'];

/** The whole life of a worker's case: the decider, docs/recruitment.md and its diagram are made from this table. */
// prettier-ignore
export const TRANSITIONS: readonly Transition[] = [
  { row: '1', from: ['ABSENT'], step: 'WorkerRegistered', to: 'REGISTERED', who: ['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE'], guards: ['CONSENT'] },
  { row: '2', from: ['REGISTERED'], step: 'Shortlisted', to: 'SHORTLISTED', who: ['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE'], guards: [...PROCEEDS, 'DEMAND_OPEN'] },
  { row: '3', from: ['SHORTLISTED'], step: 'Selected', to: 'SELECTED', who: ['EMPLOYER', 'AGENCY_DESTINATION'], guards: [...PROCEEDS, 'PLACE_RESERVED'] },
  { row: '4', from: ['SHORTLISTED', 'SELECTED'], step: 'Declined', to: 'REGISTERED', who: ['WORKER', 'EMPLOYER'], guards: [...HAPPENED, 'NEUTRAL_REASON'] },
  { row: '5', from: ['SELECTED'], step: 'ChecklistItemDone', item: 'TRAINING', who: ['TRAINING_CENTRE'], guards: ['CONSENTED', 'NOT_HELD'] },
  { row: '5', from: ['SELECTED'], step: 'ChecklistItemDone', item: 'MEDICAL', who: ['HEALTH_ORIGIN', 'AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE'], guards: ['CONSENTED', 'NOT_HELD', 'MEDICAL_RECEIPT'] },
  { row: '5', from: ['SELECTED'], step: 'ChecklistItemDone', item: 'DOCUMENTS', who: ['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE'], guards: ['CONSENTED', 'NOT_HELD'] },
  { row: '5', from: ['SELECTED'], step: 'ChecklistItemDone', item: 'LANGUAGE', who: ['TRAINING_CENTRE'], guards: ['CONSENTED', 'NOT_HELD'] },
  { row: '6', from: ['SELECTED'], step: 'Cleared', to: 'CLEARED', who: ['LABOUR_ORIGIN'], guards: [...PROCEEDS, 'CHECKLIST_DONE'] },
  { row: '7', from: ['CLEARED'], step: 'ContractSigned', when: 'FIRST_SIGNATURE', who: ['EMPLOYER', 'WORKER'], guards: ['CONSENTED', 'NOT_HELD', 'LANGUAGE_UNDERSTOOD', 'NO_FEE'] },
  { row: '7', from: ['CLEARED'], step: 'ContractSigned', when: 'SECOND_SIGNATURE', to: 'CONTRACTED', who: ['EMPLOYER', 'WORKER'], guards: [...PROCEEDS, 'LANGUAGE_UNDERSTOOD', 'NO_FEE', 'SAME_CONTRACT'] },
  { row: '8', from: ['CONTRACTED'], step: 'PermitApplied', to: 'PERMIT_PENDING', who: ['EMPLOYER', 'WORKER'], guards: [...PROCEEDS, 'PERMIT_NEEDED'] },
  { row: '9', from: ['PERMIT_PENDING'], step: 'PermitGranted', to: 'PERMITTED', who: ['LABOUR_DESTINATION', 'MIGRATION_DESTINATION'], guards: [...HAPPENED, 'PERMIT_FITS'] },
  { row: '9', from: ['PERMIT_PENDING'], step: 'PermitRefused', to: 'REFUSED', who: ['LABOUR_DESTINATION', 'MIGRATION_DESTINATION'], guards: HAPPENED },
  { row: '10', from: ['CONTRACTED'], step: 'PermitNotRequired', to: 'PERMITTED', who: ['HUB'], guards: [...PROCEEDS, 'NO_PERMIT_NEEDED'] },
  { row: '11', from: ['PERMITTED'], step: 'Departed', to: 'DEPARTED', who: ['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE', 'BORDER_ORIGIN'], guards: [...PROCEEDS, 'MEDICAL_THAT_DAY'] },
  { row: '11, late', from: AT_DESTINATION, step: 'Departed', when: 'DEPARTURE_UNREPORTED', to: 'DEPARTED', who: ['AGENCY_ORIGIN', 'EMPLOYMENT_SERVICE', 'BORDER_ORIGIN'], guards: ['BEFORE_ARRIVAL', 'MEDICAL_THAT_DAY'] },
  { row: '12', from: ['DEPARTED'], step: 'Arrived', to: 'ARRIVED', who: ['AGENCY_DESTINATION', 'BORDER_DESTINATION'], guards: HAPPENED },
  { row: '12, early', from: ['PERMITTED'], step: 'Arrived', to: 'ARRIVED', who: ['BORDER_DESTINATION'], guards: HAPPENED },
  { row: '13', from: ['ARRIVED'], step: 'RegisteredAtDestination', to: 'REGISTERED_DEST', who: ['MIGRATION_DESTINATION', 'EMPLOYER'], guards: HAPPENED },
  { row: '14', from: ['REGISTERED_DEST'], step: 'EmploymentStarted', to: 'EMPLOYED', who: ['EMPLOYER'], guards: HAPPENED },
  { row: '15', from: ['EMPLOYED'], step: 'EmployerChanged', who: ['LABOUR_DESTINATION'], guards: ['NEW_DEMAND'] },
  { row: '15', from: ['EMPLOYED'], step: 'ContractExtended', who: ['LABOUR_DESTINATION'], guards: ['NEW_CONTRACT', 'NO_FEE'] },
  { row: '16', from: ['EMPLOYED'], step: 'EmploymentEnded', to: 'ENDED', who: ['EMPLOYER', 'LABOUR_DESTINATION'], guards: [...HAPPENED, 'NEUTRAL_REASON'] },
  { row: '17', from: ['REFUSED', ...AT_DESTINATION], step: 'Returned', to: 'RETURNED', who: ['BORDER_ORIGIN', 'LABOUR_ORIGIN', 'WORKER'], guards: HAPPENED },
  { row: '18', from: BEFORE_DEPARTURE, step: 'Cancelled', to: 'CANCELLED', who: ['WORKER', 'AGENCY_ORIGIN', 'EMPLOYER', 'LABOUR_ORIGIN'], guards: [...HAPPENED, 'NEUTRAL_REASON'] },
  { row: '19', from: ['PERMITTED', 'DEPARTED'], step: 'NoShow', to: 'NO_SHOW', who: ['AGENCY_DESTINATION', 'EMPLOYER'], guards: HAPPENED },
  { row: '19, corrected', from: ['NO_SHOW'], step: 'ArrivalCorrected', to: 'ARRIVED', who: ['AGENCY_DESTINATION', 'EMPLOYER', 'BORDER_DESTINATION'], guards: ['AFTER_DEPARTURE'] },
  { row: '20', from: UNDER_WAY, step: 'HoldPlaced', who: ['LABOUR_ORIGIN', 'LABOUR_DESTINATION', 'MIGRATION_DESTINATION'], guards: ['NEUTRAL_REASON', 'HOLD_ENDS'] },
  { row: '20', from: UNDER_WAY, step: 'HoldLifted', who: ['LABOUR_ORIGIN', 'LABOUR_DESTINATION', 'MIGRATION_DESTINATION'], guards: ['OWN_HOLD'] },
  { row: 'consent', from: UNDER_WAY, step: 'ConsentWithdrawn', who: ['WORKER'], guards: ['CONSENTED'] },
];
