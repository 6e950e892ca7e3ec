import { fold, type DomainEvent, type Instant } from '#kernel';
import { recruitmentCase } from '../domain/case.decider.ts';
import type { CaseEvent, CaseStatus, CaseStep } from '../domain/case.messages.ts';
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

/** A move of a case from one status to another. */
type Move = { readonly to: CaseStatus; readonly occurredAt: Instant; readonly at: Instant };

/** How a case stood, by the events of its stream, on two axes of time (architecture §2, principle 7). */
export function caseStatusAt(
  stream: readonly DomainEvent[],
  { validAt, knownAt }: CaseQuestion,
): CaseAnswer {
  const moves = movesOf(stream.filter(isOurs).filter(({ at }) => at <= knownAt));
  // Sorted stably: of two that happened at one moment the one recorded later counts.
  const last = [...moves]
    .sort((one, other) => inOrder(one.occurredAt, other.occurredAt))
    .findLast(({ occurredAt }) => occurredAt <= validAt);
  return { status: last?.to ?? 'ABSENT', since: last?.occurredAt, recordedAt: last?.at };
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

/** What a correction corrects did not happen, as far as is known once it is recorded. */
function movesOf(events: readonly CaseEvent[]): readonly Move[] {
  const moves: (Move & { readonly step: CaseStep })[] = [];
  for (const { type, data, at } of events) {
    if (type === 'CaseOpened')
      moves.push({ step: 'WorkerRegistered', to: 'REGISTERED', occurredAt: data.occurredAt, at });
    if (type !== 'CaseTransitioned' || data.from === data.to) continue;
    const { step, to, occurredAt } = data;
    if (step === 'ArrivalCorrected')
      moves.splice(
        moves.findLastIndex((one) => one.step === 'NoShow'),
        1,
      );
    moves.push({ step, to, occurredAt, at });
  }
  return moves;
}

const inOrder = (one: Instant, other: Instant): number => (one < other ? -1 : one > other ? 1 : 0);

/** Sound: a stream holds events of one family, each as its type says. */
const isOurs = (event: DomainEvent): event is CaseEvent =>
  Object.hasOwn(recruitmentCase.evolve, event.type);
