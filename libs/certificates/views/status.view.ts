import { fold, stateOf, type CivilDate, type DomainEvent, type Instant } from '#kernel';
import { certificate } from '../domain/certificate.decider.ts';
import type { CertificateEvent, RecordReference } from '../domain/certificate.messages.ts';
import { endOfDay, startOfDay } from '../domain/civil-time.ts';

/** In the order in which answers prefer them (domain.md §2.3). `ISSUED`: it stands, and its dates were not given. */
export type Status =
  | 'UNKNOWN'
  | 'REVOKED'
  | 'SUPERSEDED'
  | 'UNDER_REVIEW'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  | 'VALID'
  | 'ISSUED';

export type StatusQuestion = {
  /** What was in effect then … */
  readonly validAt: Instant;
  /** … by what the hub had been told by then. */
  readonly knownAt: Instant;
  /** The accepting state whose recognition is asked for. */
  readonly recipientState?: string;
  /** The sealed dates, if they were opened: civil dates of the issuer's state, both days included. */
  readonly validity?: { readonly validFrom: CivilDate; readonly validUntil: CivilDate };
  /** The signing key was known at `knownAt` to be compromised since before the record was recorded (architecture §6). */
  readonly keyDoubt?: boolean;
};

export type StatusAnswer = {
  readonly status: Status;
  /** False while `recipientState` suspends its recognition; an axis of its own, the document stands as it stands. */
  readonly recognised: boolean;
};

/** How a certificate stands, by the events of its stream, on two axes of time (architecture §2, principle 7). */
export function statusAt(stream: readonly DomainEvent[], question: StatusQuestion): StatusAnswer {
  const known = stream.filter(isOurs).filter(({ at }) => at <= question.knownAt);
  const state = fold(certificate, known);
  if (!state.record) return { status: 'UNKNOWN', recognised: false };
  const keyDoubt = question.keyDoubt === true && !state.keyUpheld;
  return {
    status: statusOf(known, state.record, { ...question, keyDoubt }),
    recognised: !isSuspended(known, question),
  };
}

function statusOf(
  known: readonly CertificateEvent[],
  { issuer }: RecordReference,
  { validAt, validity, keyDoubt }: StatusQuestion,
): Status {
  if (known.some((event) => (revokedFrom(event) ?? NEVER) <= validAt)) return 'REVOKED';
  const past = known.filter(({ at }) => at <= validAt);
  if (past.some(({ type }) => type === 'CertificateSuperseded')) return 'SUPERSEDED';
  const review = past.findLast(({ type }) => type === 'ReviewOpened' || type === 'ReviewClosed');
  if (keyDoubt || review?.type === 'ReviewOpened') return 'UNDER_REVIEW';
  if (!validity) return 'ISSUED';
  if (validAt < startOfDay(validity.validFrom, stateOf(issuer))) return 'NOT_YET_VALID';
  return validAt < endOfDay(validity.validUntil, stateOf(issuer)) ? 'VALID' : 'EXPIRED';
}

/** Later than every instant. */
const NEVER = '~';

/** From when on the record is revoked, which may lie before the event: that is what the second axis is for. */
function revokedFrom(event: CertificateEvent): Instant | undefined {
  if (event.type === 'CertificateRevoked') return event.data.effectiveFrom;
  if (event.type === 'ReviewClosed' && event.data.outcome === 'REVOKED')
    return event.data.effectiveFrom ?? event.at;
  return undefined;
}

function isSuspended(
  known: readonly CertificateEvent[],
  { validAt, recipientState }: StatusQuestion,
): boolean {
  const last = known.findLast(
    (event) =>
      (event.type === 'RecognitionSuspended' || event.type === 'RecognitionRestored') &&
      event.data.state === recipientState &&
      event.at <= validAt,
  );
  return last?.type === 'RecognitionSuspended';
}

/** Sound: a stream holds events of one family, each as its type says. */
const isOurs = (event: DomainEvent): event is CertificateEvent =>
  Object.hasOwn(certificate.evolve, event.type);
