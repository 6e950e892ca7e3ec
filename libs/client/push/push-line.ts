import { sha256 } from '#signing';
import type { Problem } from '../problem.ts';
import type { InputLine } from './lines.ts';
import type { Stored } from '../types.ts';

/** One push as it stands in an input: its line there, counted from 1, and its JSON text; null if that is longer than any push. */
export type PushLine = InputLine;

/** The record in a line, as the ministry will name it when it revokes or supersedes it. */
export type NamedRecord = {
  readonly issuer: string;
  readonly id: string;
  /** SHA-256 (base64url) of the issuer-signed JWT. */
  readonly digest: string;
};

/** What became of one line. */
export type PushOutcome = {
  readonly line: number;
  readonly status: number;
  /** Absent where the line cannot be read that far. */
  readonly record?: NamedRecord;
} & (Stored | { readonly problem: Problem });

export const isAccepted = (
  outcome: PushOutcome,
): outcome is Extract<PushOutcome, Stored> & PushOutcome => 'receipt' in outcome;

/** Which record a line holds, unproved; undefined if it is no push. Judging it is the hub's part. */
export function recordIn(text: string): NamedRecord | undefined {
  try {
    const { record } = JSON.parse(text) as { record: string };
    const jwt = record.slice(0, record.indexOf('~'));
    const payload = Buffer.from(jwt.split('.')[1]!, 'base64url').toString('utf8');
    const { iss, id } = JSON.parse(payload) as { iss: unknown; id: unknown };
    if (typeof iss !== 'string' || typeof id !== 'string') return undefined;
    return { issuer: iss, id, digest: sha256(jwt) };
  } catch {
    return undefined;
  }
}
