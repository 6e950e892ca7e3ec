import { TrustError, WireError, type Instant } from '#kernel';
import {
  genesisKey,
  isObject,
  jcs,
  parseJws,
  signJws,
  verifyJws,
  type Genesis,
  type SigningKey,
} from '#signing';
import type { Cosignature } from '#transparency';
import { assertExcerpt, countedStreams, type Excerpt } from '../excerpt/excerpt.ts';
import { verifyExcerpt, type ExcerptOptions } from '../excerpt/verify-excerpt.ts';
import { factsOf } from './facts.ts';
import {
  AS_OF_KINDS,
  QUESTIONS,
  type AsOfAnswers,
  type AsOfKind,
  type Moments,
} from './questions.ts';

/** A question about any moment: what is asked, of whom or what, on both axes of time. */
export type AsOfQuestion<Kind extends AsOfKind = AsOfKind> = Moments & {
  readonly kind: Kind;
  /** `KG.MOH/<id>`, `KG.MOH`, `kg-ru`, `KG.MOH/MedicalCertificate`. */
  readonly of: string;
};

/** What a hub signs: its answer, and that the excerpt beside it is all that it knew of these streams. */
export type AsOfStatement = AsOfQuestion & {
  readonly answer: unknown;
  /** Leaves of the tree, and of each stream how many of them were recorded by `knownAt`: no more, is the hub's word. */
  readonly size: number;
  readonly streams: Readonly<Record<string, number>>;
  readonly checkedAt: Instant;
};

/** An answer as the hub gives it: nobody has to believe it. */
export type AsOfEvidence = {
  /** `as-of+jws`. */
  readonly answer: string;
  readonly excerpt: Excerpt;
};

const TYP = 'as-of+jws';

export const signAsOf = (statement: AsOfStatement, key: SigningKey): string =>
  signJws(TYP, jcs(statement), key);

/** Proved from the founding document, and from nothing that the hub says. */
export type ProvedAnswer<Kind extends AsOfKind = AsOfKind> = AsOfQuestion<Kind> & {
  readonly answer: AsOfAnswers[Kind];
  readonly checkedAt: Instant;
  /** Events that decide it. */
  readonly events: number;
  /** Leaves of the tree that they are proved to be in. */
  readonly size: number;
  readonly witnesses: readonly Cosignature[];
};

/**
 * Verifies an answer by making it anew: every event that decides it is proved to be in the log, verified from genesis on,
 * and was recorded by `knownAt`; the same rules that the hub has give the answer from them. Needs no network.
 * @throws TrustError TRUST_ANSWER_MISMATCH where the hub said something else, and as `verifyExcerpt`; WireError
 */
export async function verifyAsOf<Kind extends AsOfKind>(
  genesis: Genesis,
  { answer: signed, excerpt }: AsOfEvidence,
  asked: Pick<AsOfQuestion<Kind>, 'kind' | 'of'> & Partial<Moments>,
  options: ExcerptOptions = {},
): Promise<ProvedAnswer<Kind>> {
  const said = statementIn(signed, genesis);
  for (const [name, value] of Object.entries(asked))
    if (said[name as keyof Moments] !== value)
      throw unproved(`it answers another question: ${name} differs`);
  const { validAt, knownAt, checkedAt } = said;
  const { kind, of } = asked;
  const row = QUESTIONS[kind];
  const { events, head, witnesses } = await verifyExcerpt(genesis, assertExcerpt(excerpt), options);
  if (events.some(({ at }) => at > knownAt)) throw unproved('it rests on what was recorded later');
  if (head.size !== said.size || jcs(countedStreams(events)) !== jcs(said.streams))
    throw unproved('the events are not those that the hub counted');
  const answer = row.answer(of, factsOf(events), { validAt, knownAt });
  if (jcs(answer) !== jcs(said.answer)) throw unproved('the events decide otherwise');
  return {
    ...{ kind, of, validAt, knownAt, answer, checkedAt },
    ...{ events: events.length, size: head.size, witnesses },
  };
}

function statementIn(signed: string, genesis: Genesis): AsOfStatement {
  const jws = parseJws(signed, { typ: TYP, maxBytes: 1024 * 1024 });
  verifyJws(jws, genesisKey(genesis.hub.receipt));
  const { kind, of, streams } = jws.payload;
  const fits =
    AS_OF_KINDS.includes(kind as AsOfKind) &&
    typeof of === 'string' &&
    QUESTIONS[kind as AsOfKind].of.test(of) &&
    isObject(streams);
  if (!fits) throw new WireError('WIRE_SCHEMA_MISMATCH', 'not an answer about a moment');
  return jws.payload as unknown as AsOfStatement;
}

const unproved = (reason: string) => new TrustError('TRUST_ANSWER_MISMATCH', reason);
