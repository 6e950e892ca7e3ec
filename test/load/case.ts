/** One figure of the bench. */
export type Case = {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** Milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
  /** What the machine could do at most, measured in the same run. */
  readonly floor?: Floor;
  /** `value` over the floor's, or as the case says. */
  readonly ratio?: number;
};

export type Unit =
  | 'µs'
  | 'pushes/s'
  | 'records/s'
  | 'deliveries/s'
  | 'questions/s'
  | 'reservations/s'
  | 'transitions/s'
  | 'events/s'
  | 'leaves/s'
  | 'messages/s'
  | 'signatures/s'
  | 's'
  | 'MiB';

export type Floor = { readonly name: string; readonly value: number };

/** Cases that are measured together, on one hub. */
export type Group = {
  readonly cases: readonly string[];
  measure(bench: Bench): Promise<readonly Case[]>;
};

/** What a group is given. */
export type Bench = {
  readonly wanted: ReadonlySet<string>;
  /** A folder of this run's own; removed at its end. */
  readonly folder: string;
  /** Tells a person who waits. */
  progress(what: string): void;
};

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;

/** The value below which a part of them lies; they need not be sorted. */
export function percentile(values: Float64Array, part: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
