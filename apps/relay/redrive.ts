import type { StoredEvent } from '#event-store';

/** What a `DeliveryRedriven` asks for. */
export type Redrive = { readonly authority: string; readonly event: string };

/**
 * The events whose messages a redrive makes anew: the one that is named, and everything behind it in its record that
 * went to the authority before the redrive, because the adapter holds that back. None for an event that
 * never went there.
 */
export function redriven(
  { authority, event }: Redrive,
  stream: readonly StoredEvent[],
  before: string,
): readonly StoredEvent[] {
  const from = stream.findIndex(({ id }) => id === event);
  if (from < 0 || !goesTo(stream[from]!, authority)) return [];
  return stream.slice(from).filter((one) => one.position < before && goesTo(one, authority));
}

const goesTo = ({ to = [] }: StoredEvent, authority: string): boolean =>
  to.some((recipient) => recipient.authority === authority);
