import { RuleBroken, type DomainEvent } from '#kernel';
import { jcs } from '#signing';
import type { HistoryEvent } from './read-event.ts';

/** Events that were appended together: of one stream and one request, side by side in the store. */
export type Append = readonly [HistoryEvent, ...HistoryEvent[]];

/** Whether the event was appended together with the one before it. */
export const isTogether = (before: HistoryEvent, event: HistoryEvent): boolean =>
  before.stream === event.stream && before.correlationId === event.correlationId;

/**
 * The rules, asked again, give exactly these events.
 * @throws RuleBroken `RULE_STATEMENT_MISMATCH`
 */
export function assertDecided(append: Append, decided: readonly DomainEvent[]): void {
  const isSame =
    append.length === decided.length &&
    append.every((event, index) => textOf(event) === textOf(decided[index]!));
  if (!isSame)
    throw new RuleBroken(
      'RULE_STATEMENT_MISMATCH',
      'the events say something else than what they rest on',
    );
}

const textOf = ({ type, data, at, by, under, to }: DomainEvent): string =>
  jcs({ type, data, at, by, under, to });
