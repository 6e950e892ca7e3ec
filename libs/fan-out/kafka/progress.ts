import type { Admin } from 'kafkajs';

/** What a group keeps beside its place in a partition that goes on in another generation. */
export const OVER = 'over';

/** Where a group stands in a partition, and what the partition holds. */
export type Place = {
  /** Undefined for a group that was never here, or is forgotten. */
  readonly kept: number | undefined;
  readonly isOver: boolean;
  /** The first offset that is still there, and the one after the last that may be read. */
  readonly low: number;
  readonly high: number;
};

/** By partition. */
export async function placesOf(
  admin: Admin,
  topic: string,
  groupId: string,
): Promise<Map<number, Place>> {
  const [ends, [kept]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  const places = new Map(kept!.partitions.map((place) => [place.partition, place]));
  return new Map(
    ends.map(({ partition, low, high }) => {
      const place = places.get(partition);
      const offset = Number(place?.offset ?? -1);
      return [
        partition,
        {
          kept: offset < 0 ? undefined : offset,
          isOver: place?.metadata === OVER,
          low: Number(low),
          high: Number(high),
        },
      ];
    }),
  );
}

/** Whether a group has seen the end of every partition. Only asked of a topic that another generation follows. */
export async function isOver(admin: Admin, topic: string, group: string): Promise<boolean> {
  const places = [...(await placesOf(admin, topic, group)).values()];
  return places.every(
    // The end itself may have aged out.
    (place) => place.isOver || (place.low === place.high && (place.kept ?? 0) >= place.high),
  );
}
