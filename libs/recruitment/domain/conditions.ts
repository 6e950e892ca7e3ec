import { otherSide, type Case, type Side } from './case.ts';
import type { Step } from './case.messages.ts';

type Row = {
  readonly sentence: string;
  readonly holds: (said: Step, state: Case) => boolean;
};

/** What tells two rows of one step apart. Of each pair exactly one holds. */
export const CONDITIONS = {
  FIRST_SIGNATURE: {
    sentence: 'the other side has not signed yet',
    holds: ({ actor }, { signed }) => signed[otherSide(actor.capacity as Side)] === undefined,
  },
  SECOND_SIGNATURE: {
    sentence: 'the other side has signed',
    holds: ({ actor }, { signed }) => signed[otherSide(actor.capacity as Side)] !== undefined,
  },
  DEPARTURE_UNREPORTED: {
    sentence: 'nobody reported the departure yet; the case stays where it is',
    holds: (_, { hasDeparted }) => !hasDeparted,
  },
} satisfies Readonly<Record<string, Row>>;

export type Condition = keyof typeof CONDITIONS;
