import type { Instant } from '#kernel';
import { GROUNDS, recordStreams } from '../excerpt/related-streams.ts';
import { contractAnswer, type ContractAnswer } from './contract-answer.ts';
import { entitlementAnswer, type EntitlementAnswer } from './entitlement-answer.ts';
import type { Facts } from './facts.ts';
import { participantAnswer, type ParticipantAnswer } from './participant-answer.ts';
import { recordAnswer, type RecordAnswer } from './record-answer.ts';

/** What answers of each kind say. */
export type AsOfAnswers = {
  readonly record: RecordAnswer;
  readonly participant: ParticipantAnswer;
  readonly contract: ContractAnswer;
  readonly entitlement: EntitlementAnswer;
};

export type AsOfKind = keyof AsOfAnswers;

/** Both axes of time (architecture §2, principle 7). */
export type Moments = {
  /** What was in effect then … */
  readonly validAt: Instant;
  /** … by what the hub had been told by then. */
  readonly knownAt: Instant;
};

/** A kind of question: its subject, the streams that decide it, and how they do. */
type Row<Answer> = {
  /** What the subject looks like. */
  readonly of: RegExp;
  /** Names of streams, and prefixes of names that end in a hyphen. */
  readonly streams: (of: string) => readonly string[];
  /** Pure: of equal facts it is always the same, at the hub, at an auditor's, in ten years. */
  readonly answer: (of: string, facts: Facts, moments: Moments) => Answer;
};

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const PARTICIPANT = '[A-Z]{2}(?:\\.[A-Z0-9]{1,16}){0,2}';

/** Every question that can be asked about any moment. A new one is a row. */
export const QUESTIONS: { readonly [Kind in AsOfKind]: Row<AsOfAnswers[Kind]> } = {
  record: {
    of: new RegExp(`^${PARTICIPANT}/${ID}$`),
    streams: (of) => [...GROUNDS, ...recordStreams(...partsOf(of))],
    answer: (of, facts, moments) => recordAnswer(...partsOf(of), facts, moments),
  },
  participant: {
    of: new RegExp(`^${PARTICIPANT}$`),
    streams: () => ['state-'],
    answer: participantAnswer,
  },
  contract: {
    of: /^[a-z0-9][a-z0-9-]{0,62}$/,
    streams: (of) => ['state-', `contract-${of}`],
    answer: contractAnswer,
  },
  entitlement: {
    of: new RegExp(`^${PARTICIPANT}/[A-Z][A-Za-z]{1,40}$`),
    streams: () => GROUNDS,
    answer: (of, facts, moments) => entitlementAnswer(...partsOf(of), facts, moments),
  },
};

export const AS_OF_KINDS = Object.keys(QUESTIONS) as readonly AsOfKind[];

/** `KG.MOH` and what stands after the stroke. */
function partsOf(of: string): readonly [string, string] {
  const stroke = of.indexOf('/');
  return [of.slice(0, stroke), of.slice(stroke + 1)];
}
