import { RuleBroken, TrustError, type DomainEvent } from '#kernel';
import type { HistoryEvent } from './read-event.ts';

/** Events that were appended together: of one stream and one request, side by side in the store. */
export type Append = readonly [HistoryEvent, ...HistoryEvent[]];

/** Whether the event was appended together with the one before it. */
export const isTogether = (before: HistoryEvent, event: HistoryEvent): boolean =>
  before.stream === event.stream && before.correlationId === event.correlationId;

/**
 * The rules, asked again, give exactly these events.
 * @throws RuleBroken `RULE_STATEMENT_MISMATCH`; TrustError `TRUST_MISROUTED` where nothing differs but to whom they went
 */
export function assertDecided(append: Append, decided: readonly DomainEvent[]): void {
  const saysSame = (event: DomainEvent, index: number) => isSaid(event, decided[index]!);
  if (append.length !== decided.length || !append.every(saysSame))
    throw new RuleBroken(
      'RULE_STATEMENT_MISMATCH',
      'the events say something else than what they rest on',
    );
  if (!append.every((event, index) => isRouted(event, decided[index]!)))
    throw new TrustError(
      'TRUST_MISROUTED',
      'it went to others than the rules name, or under other contracts',
    );
}

const isSaid = (one: DomainEvent, other: DomainEvent): boolean =>
  one.type === other.type &&
  one.at === other.at &&
  one.by === other.by &&
  isSame(one.data, other.data);

const isRouted = (one: DomainEvent, other: DomainEvent): boolean =>
  isSame(one.under, other.under) && isSame(one.to, other.to);

/** Whether two values have the same JSON; a member that is undefined is not there. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) || Array.isArray(other)) return isSameList(one, other);
  const [some, others] = [one, other] as [Members, Members];
  return (
    sizeOf(some) === sizeOf(others) &&
    Object.keys(some).every((name) => isSame(some[name], others[name]))
  );
}

type Members = Readonly<Record<string, unknown>>;

const isSameList = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) &&
  Array.isArray(other) &&
  one.length === other.length &&
  one.every((item, index) => isSame(item, other[index]));

function sizeOf(value: Members): number {
  let size = 0;
  for (const name in value) if (value[name] !== undefined) size++;
  return size;
}
