import { fold, type DomainEvent, type Instant } from '#kernel';
import { recruitmentCase } from '../domain/case.decider.ts';
import type { CaseEvent, CaseStatus, CaseStep, Step } from '../domain/case.messages.ts';
import { canProceed } from '../domain/case.ts';

export type CaseQuestion = {
  /** Where the case stood then … */
  readonly validAt: Instant;
  /** … by what the hub had been told by then. */
  readonly knownAt: Instant;
};

export type CaseAnswer = {
  readonly status: CaseStatus;
  /** When what led there happened, and when it was recorded; undefined before the case was opened. */
  readonly since: Instant | undefined;
  readonly recordedAt: Instant | undefined;
};

/** How a case stood, by the events of its stream, on two axes of time (architecture §2, principle 7). */
export function caseStatusAt(
  stream: readonly DomainEvent[],
  { validAt, knownAt }: CaseQuestion,
): CaseAnswer {
  const last = happenedAsKnown(stream.filter(isMove).filter(({ at }) => at <= knownAt))
    .filter(({ data }) => data.occurredAt <= validAt)
    .reduce<Move | undefined>(
      // Of two that happened at one moment the one recorded later counts.
      (latest, one) => (latest && one.data.occurredAt < latest.data.occurredAt ? latest : one),
      undefined,
    );
  return {
    status: last ? ledTo(last) : 'ABSENT',
    since: last?.data.occurredAt,
    recordedAt: last?.at,
  };
}

/** What an agency is told of a case: whether it may go on, and never why not. */
export const mayProceed = (stream: readonly DomainEvent[], at: Instant): boolean =>
  canProceed(
    fold(
      recruitmentCase,
      stream.filter((event) => event.at <= at),
    ),
    at,
  );

/** What moved a case from one status to another. */
type Move = Extract<CaseEvent, DomainEvent<'CaseOpened' | 'CaseTransitioned'>>;

/** Sound: an event is as its type says. */
const isMove = (event: DomainEvent): event is Move => {
  const { type, data } = event as CaseEvent;
  return type === 'CaseOpened' || (type === 'CaseTransitioned' && data.from !== data.to);
};

const ledTo = ({ type, data }: Move): CaseStatus =>
  type === 'CaseOpened' ? 'REGISTERED' : data.to;

const isStep = ({ data }: Move, step: CaseStep): boolean => (data as Partial<Step>).step === step;

/** The absence that a correction corrects did not happen, as far as is known once it is recorded. */
const happenedAsKnown = (moves: readonly Move[]): readonly Move[] =>
  moves.some((one) => isStep(one, 'ArrivalCorrected'))
    ? moves.filter((one) => !isStep(one, 'NoShow'))
    : moves;
