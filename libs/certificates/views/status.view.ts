import { fold, hasCome, stateOf, type CivilDate, type DomainEvent, type Instant } from '#kernel';
import { certificate } from '../domain/certificate.decider.ts';
import type { CertificateEvent } from '../domain/certificate.messages.ts';
import type { Certificate } from '../domain/certificate.ts';
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
  const known = stream.filter(({ at }) => at <= question.knownAt);
  const { record, keyUpheld } = fold(certificate, known);
  if (!record) return { status: 'UNKNOWN', recognised: false };
  const past = fold(
    certificate,
    known.filter(({ at }) => at <= question.validAt),
  );
  const keyDoubt = question.keyDoubt === true && !keyUpheld;
  return {
    status: isRevoked(known, question.validAt)
      ? 'REVOKED'
      : statusOf(past, stateOf(record.issuer), { ...question, keyDoubt }),
    recognised: !past.suspensions.some(({ data }) => data.state === question.recipientState),
  };
}

function statusOf(
  { successor, reviews }: Certificate,
  state: string,
  { validAt, validity, keyDoubt }: StatusQuestion,
): Status {
  if (successor) return 'SUPERSEDED';
  if (keyDoubt || reviews.length > 0) return 'UNDER_REVIEW';
  if (!validity) return 'ISSUED';
  if (validAt < startOfDay(validity.validFrom, state)) return 'NOT_YET_VALID';
  return validAt < endOfDay(validity.validUntil, state) ? 'VALID' : 'EXPIRED';
}

/** Also by a revocation that came later with effect from then: that is what the second axis is for. */
const isRevoked = (known: readonly DomainEvent[], validAt: Instant): boolean =>
  // Sound: each event is read as its type says, and no other family has these types.
  (known as readonly CertificateEvent[]).some((event) => hasCome(revokedFrom(event), validAt));

function revokedFrom(event: CertificateEvent): Instant | undefined {
  if (event.type === 'CertificateRevoked') return event.data.effectiveFrom;
  if (event.type === 'ReviewClosed' && event.data.outcome === 'REVOKED')
    return event.data.effectiveFrom ?? event.at;
  return undefined;
}
