import type { Instant } from '#kernel';
import type { DoubtRow, RecordRow } from '#read-models';

/** A key that was in the wrong hands, and what it signed. */
export type Suspects = {
  readonly since: Instant;
  readonly records: readonly Pick<RecordRow, 'stream' | 'recordedAt'>[];
};

/**
 * The records that are not to be relied on: revoked, superseded, under review, and at once what a compromised key signed,
 * before any review of it is opened, unless its issuer has upheld it.
 */
export function withdrawnOf(
  doubts: readonly Pick<DoubtRow, 'stream' | 'why'>[],
  suspects: readonly Suspects[],
): readonly string[] {
  const upheld = new Set(doubts.filter(({ why }) => why === 'UPHELD').map(({ stream }) => stream));
  const doubted = doubts.filter(({ why }) => why !== 'UPHELD');
  const byKey = suspects.flatMap(({ since, records }) =>
    records.filter(({ stream, recordedAt }) => recordedAt >= since && !upheld.has(stream)),
  );
  return [...new Set([...doubted, ...byKey].map(({ stream }) => stream))];
}
