import type { ErrorCode } from '#kernel';
import type { CaseStatus, Facts, Step } from './case.messages.ts';

/** What the second reading knows of a case. */
export type Reading = {
  status: CaseStatus;
  /** Instants of what led to the status now, and to the one before it. */
  times: { now: string; before: string };
  agencies: Record<string, string>;
  demand: string | undefined;
  done: Set<string>;
  employerSigned: string | undefined;
  workerSigned: string | undefined;
  arrived: string | undefined;
  departed: boolean;
  holds: { id: string; by: string; until: string }[];
  withdrawn: boolean;
};

export const unread = (): Reading => ({
  status: 'ABSENT',
  times: { now: '', before: '' },
  agencies: {},
  demand: undefined,
  done: new Set(),
  employerSigned: undefined,
  workerSigned: undefined,
  arrived: undefined,
  departed: false,
  holds: [],
  withdrawn: false,
});

export const words = (text: string) => text.split(' ');

/** Who each party is, and who may sign for it. */
export const PARTIES: Record<string, [role: string, states: string, attesters: string]> = {
  WORKER: [
    'worker',
    'TJ RU',
    'AGENCY_ORIGIN AGENCY_DESTINATION EMPLOYMENT_SERVICE LABOUR_ORIGIN LABOUR_DESTINATION INFORMATION_CENTRE',
  ],
  EMPLOYER: ['employer', 'RU', 'AGENCY_DESTINATION LABOUR_DESTINATION'],
  AGENCY_ORIGIN: ['agency', 'TJ', 'EMPLOYMENT_SERVICE'],
  AGENCY_DESTINATION: ['agency', 'RU', ''],
  EMPLOYMENT_SERVICE: ['labour-ministry', 'TJ', ''],
  LABOUR_ORIGIN: ['labour-ministry', 'TJ', ''],
  LABOUR_DESTINATION: ['labour-ministry', 'RU', ''],
  HEALTH_ORIGIN: ['health-ministry', 'TJ', ''],
  MIGRATION_ORIGIN: ['migration-authority', 'TJ', ''],
  MIGRATION_DESTINATION: ['migration-authority', 'RU', ''],
  BORDER_ORIGIN: ['border-post', 'TJ', 'MIGRATION_ORIGIN'],
  BORDER_DESTINATION: ['border-post', 'RU', 'MIGRATION_DESTINATION'],
  TRAINING_CENTRE: ['training-centre', 'TJ', 'AGENCY_ORIGIN EMPLOYMENT_SERVICE'],
  INFORMATION_CENTRE: ['information-centre', 'TJ RU', ''],
  HUB: ['hub', 'HUB', ''],
};

export const BEFORE_DEPARTURE = words(
  'REGISTERED SHORTLISTED SELECTED CLEARED CONTRACTED PERMIT_PENDING PERMITTED REFUSED',
);
export const OVER = words('ABSENT RETURNED CANCELLED');

export type Asked = { said: Step; facts: Facts; at: string; by: string };
export type Verdict = ErrorCode | CaseStatus;
export type Way = { to?: CaseStatus; who: string; needs: (ErrorCode | false)[]; then?: () => void };

/** Whether the worker may not leave for reasons of health, as of that very moment. */
export const isSick = ({ said, facts: { corridor, medical } }: Asked): boolean =>
  corridor.medicalProfile !== undefined &&
  !(
    medical?.isConfirmed &&
    medical.profile === corridor.medicalProfile &&
    medical.asOf === said.occurredAt
  );

/** Whether the demand is open, in Russia, to workers of Tajikistan. */
export const isOffered = ({ said, facts: { demand } }: Asked): boolean =>
  demand !== undefined &&
  demand.isOpen &&
  demand.name === said.demand &&
  demand.destination === 'RU' &&
  demand.origins.includes('TJ');
