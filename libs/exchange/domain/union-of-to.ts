import { joinRecipients, type DomainEvent, type Recipient } from '#kernel';

/** Everybody that any event of a stream went to: to whom its lifecycle and its erasure go (architecture §8). */
export const unionOfTo = (stream: readonly Pick<DomainEvent, 'to'>[]): readonly Recipient[] =>
  joinRecipients(
    stream.flatMap(({ to = [] }) => to),
    [],
  );
