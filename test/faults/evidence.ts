/** What a receipt says, and what was asked for. */
export type Given = {
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
  readonly digest: string;
};

/** An event of the store as an auditor reads it, as far as the checks need it. */
export type Kept = {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** Of what its receipt says: the record, or the statement that the event holds. */
  readonly digest: string;
  /** Who it goes to. */
  readonly to: readonly string[];
};

/** A document that a national system took. */
export type Effect = { readonly event: string; readonly authority: string };

export type Evidence = {
  readonly receipts: readonly Given[];
  /** In the store's order. */
  readonly events: readonly Kept[];
  /** Each national system's lines, in the order it took them. */
  readonly effects: readonly Effect[];
  /** The worker whose record lies in the stream. */
  workerOf(stream: string): string;
};

/** Receipts whose event is not in the store, or not as the receipt says. */
export function lostReceipts({ receipts, events }: Evidence): readonly Given[] {
  const kept = new Map(events.map((event) => [event.id, event]));
  return receipts.filter(({ event, stream, revision, digest }) => {
    const found = kept.get(event);
    return found?.stream !== stream || found.revision !== revision || found.digest !== digest;
  });
}

/** Deliveries by how often they had their effect, where that is not once: lost, doubled, or never asked for. */
export function wrongEffects({ events, effects }: Evidence): Readonly<Record<string, number>> {
  const times = new Map<string, number>();
  for (const { id, to } of events) for (const authority of to) times.set(`${id}:${authority}`, 0);
  const wanted = new Set(times.keys());
  for (const { event, authority } of effects) {
    const key = `${event}:${authority}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...times].filter(([key, count]) => count !== 1 || !wanted.has(key)));
}

/** Effects that an authority had before an earlier event of the same worker. */
export function outOfOrder({ events, effects, workerOf }: Evidence): readonly Effect[] {
  const place = new Map(events.map(({ id, stream }, index) => [id, { index, stream }]));
  const last = new Map<string, number>();
  return effects.filter(({ event, authority }) => {
    const found = place.get(event);
    if (!found) return false;
    const lane = `${authority} ${workerOf(found.stream)}`;
    const before = last.get(lane) ?? -1;
    last.set(lane, Math.max(before, found.index));
    return found.index < before;
  });
}
