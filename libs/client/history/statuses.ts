import { statusAt, type StatusAnswer } from '#certificates';
import type { Instant } from '#kernel';
import { isDoubtful, trustListView } from '#participants';
import type { VerifiedHistory } from './history-verifier.ts';

/** Both axes of time (architecture §2, principle 7), and the accepting state whose recognition is asked for. */
export type HistoryQuestion = {
  readonly validAt: Instant;
  readonly knownAt: Instant;
  readonly recipientState?: string;
};

/**
 * How a certificate stood, from nothing but proved events: what an honest hub answers to
 * `GET /v1/medical-certificates/{issuer}/{id}` for the same moments, and for `recipientState` the asker's state.
 * What is a finding did not happen: a forged record is UNKNOWN, whatever the hub says of it.
 */
export function statusIn(
  { records, participants }: VerifiedHistory,
  { issuer, id }: { readonly issuer: string; readonly id: string },
  question: HistoryQuestion,
): StatusAnswer {
  const record = records.get(`certificate-${issuer}-${id}`);
  if (!record) return { status: 'UNKNOWN', recognised: false };
  const trust = participants
    .filter(({ at }) => at <= question.knownAt)
    .reduce(trustListView.evolve, trustListView.initial);
  const keyDoubt = isDoubtful(trust, record.kid, record.recordedAt);
  return statusAt(record.events, { ...question, keyDoubt });
}
