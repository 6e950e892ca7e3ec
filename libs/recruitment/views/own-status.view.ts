import type { RecordReference } from '#certificates';
import type { ContractVersion } from '#contracts';
import { dayOf, fold, stateOf, type DomainEvent, type Instant } from '#kernel';
import { recruitmentCase } from '../domain/case.decider.ts';
import type { CaseStatus } from '../domain/case.messages.ts';
import { canProceed, type Case } from '../domain/case.ts';
import type { ChecklistItem } from '../domain/corridor.ts';
import { corridorAt } from '../domain/corridors.ts';

/** Whether an agency in the destination would be told yes today; NOT_NEEDED where the corridor asks nobody. */
export type OwnClearance = 'CONFIRMED' | 'NOT_CONFIRMED' | 'NOT_NEEDED';

/** Where the own case of a worker stands, as far as the case's stream says it. */
export type OwnCase = {
  readonly answer: 'GIVEN';
  readonly destination: string;
  readonly status: CaseStatus;
  /** When what led there happened. */
  readonly since: Instant;
  readonly canProceed: boolean;
  /** What the corridor asks for, in its order, and whether it is done. Of health only that it was looked at. */
  readonly checklist: readonly { readonly item: ChecklistItem; readonly isDone: boolean }[];
};

/**
 * Every reason for telling nothing is one `NOT_GIVEN`; `CANNOT_ANSWER` says something of the asker, never of the
 * worker.
 */
export type NothingTold = { readonly answer: 'NOT_GIVEN' } | { readonly answer: 'CANNOT_ANSWER' };

/** What a worker is told of the own case through an information centre. */
export type OwnStatus = (OwnCase & { readonly clearance: OwnClearance }) | NothingTold;

export type OwnStatusQuestion = {
  /** Versions in force that let information centres of the asker's state ask (`lettingCentresAsk`). */
  readonly answering: readonly ContractVersion[];
  readonly askerState: string;
  /** The stream of the case that the token leads to; empty if it leads nowhere. */
  readonly events: readonly DomainEvent[];
  readonly at: Instant;
};

/** The versions by which information centres of a state are answered; they also name the rate limits. */
export const lettingCentresAsk = (
  active: readonly ContractVersion[],
  state: string,
): readonly ContractVersion[] =>
  active.filter((version) => issuersAnswering(version, state).length > 0);

const issuersAnswering = ({ document }: ContractVersion, state: string): readonly string[] =>
  document.grants
    .filter(
      ({ to, recordType, purpose }) =>
        recordType === 'RecruitmentCase' &&
        purpose === 'OWN_STATUS' &&
        'role' in to &&
        to.role === 'information-centre' &&
        to.state === state,
    )
    .map(({ from }) => from);

/** What the token opens now. A withdrawal of consent closes it at once: the case's own stream says so. */
export function ownCase(question: OwnStatusQuestion): OwnCase | NothingTold {
  const { answering, events, at } = question;
  if (answering.length === 0) return { answer: 'CANNOT_ANSWER' };
  const state = caseIn(events);
  const { record, destination, status, since, isConsentWithdrawn, checklist } = state;
  if (!record || isConsentWithdrawn || !isAnswered(record.issuer, state, question))
    return { answer: 'NOT_GIVEN' };
  const asked = corridorOf(record, destination, at)?.checklist ?? [];
  return {
    answer: 'GIVEN',
    destination,
    status,
    since,
    canProceed: canProceed(state, at),
    checklist: asked.map((item) => ({ item, isDone: checklist.includes(item) })),
  };
}

/** The medical profile that the worker of a case must be confirmed under now; undefined if none, or if there is no case. */
export function profileAskedOf(
  events: readonly DomainEvent[],
  at: Instant,
): { readonly destination: string; readonly profile: string } | undefined {
  const { record, destination } = caseIn(events);
  const profile = record && corridorOf(record, destination, at)?.medicalProfile;
  return profile === undefined ? undefined : { destination, profile };
}

const corridorOf = ({ issuer }: RecordReference, destination: string, at: Instant) =>
  corridorAt(stateOf(issuer), destination, dayOf(at));

/** The case runs under a contract, in whatever version, that lets the asker ask about its issuer. */
const isAnswered = (
  issuer: string,
  { under }: Case,
  { answering, askerState }: OwnStatusQuestion,
): boolean =>
  answering.some(
    (version) =>
      under.some(({ contract }) => contract === version.contract) &&
      issuersAnswering(version, askerState).includes(issuer),
  );

const caseIn = (events: readonly DomainEvent[]): Case => fold(recruitmentCase, events);
