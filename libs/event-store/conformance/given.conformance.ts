import { randomUUID } from 'node:crypto';
import type { EventStore, EventToAppend, RecordedEvent } from '../event-store.ts';

/** What a check is given. */
export type Given = {
  readonly store: EventStore;
  /** Milliseconds after which what must happen counts as never happening. */
  readonly patience: number;
  /** Another store that the check may close; an empty one where the adapter can make it. */
  another(): Promise<EventStore>;
  /** Appends to an absent stream in a process of its own, which is killed (SIGKILL) as soon as it has the answer; then opens what is left. */
  appendAndDie(stream: string, events: readonly EventToAppend[]): Promise<EventStore>;
};

/** A stream that nobody else has; `kind` is how its name starts. */
export const newStream = (kind = newKind()): string => `${kind}${randomUUID()}`;

/** The start of stream names that nobody else uses. */
export const newKind = (): string => `conformance.${randomUUID()}-`;

export const note = (text: number | string): EventToAppend => ({
  id: randomUUID(),
  type: 'Noted',
  data: JSON.stringify({ text }),
  metadata: '{}',
});

export const notes = (count: number): EventToAppend[] =>
  Array.from({ length: count }, (_, index) => note(index));

export const idsOf = (events: readonly { readonly id: string }[]): string[] =>
  events.map(({ id }) => id);

export async function all(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent[]> {
  const list = [];
  for await (const event of events) list.push(event);
  return list;
}

/** What `promise` resolves to; rejects when it takes longer than `patience` milliseconds. */
export async function soon<T>(promise: Promise<T>, patience: number, what: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Broken(`never: ${what}`)), patience);
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}

/** A promise about what will happen was broken. */
export class Broken extends Error {}
