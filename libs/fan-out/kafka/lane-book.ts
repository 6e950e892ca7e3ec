/** The last entry of a lane's book: where the lane stands, and how its messages lie. */
export type LaneEntry = {
  /** Of the event store; absent before the first publish. */
  readonly position?: string;
  /** Which generation of the topic takes messages, and of how many partitions it is. */
  readonly generation: number;
  readonly partitions: number;
  /** Counts the owners of the lane. */
  readonly term: number;
};

/** Every entry has this key, so that compaction keeps the last one. */
export const ENTRY_KEY = 'lane';

export const writeEntry = (entry: LaneEntry): string => JSON.stringify(entry);

// Sound: nobody but an owner of the lane writes its book.
export const readEntry = (value: Buffer): LaneEntry => JSON.parse(value.toString()) as LaneEntry;
