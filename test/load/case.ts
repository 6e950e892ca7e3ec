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
  | 'lists/s'
  | 'checks/s'
  | 'reservations/s'
  | 'transitions/s'
  | 'events/s'
  | 'leaves/s'
  | 'messages/s'
  | 'signatures/s'
  | 's'
  | 'MiB';

export type Floor = { readonly name: string; readonly value: number };

/** Of one round: what was measured, and the most that the machine could do then. */
export type Round = {
  readonly measured: { readonly rate: number; readonly p50: number; readonly p99: number };
  readonly floor: { readonly rate: number };
};

/** A figure that is the median of its rounds, beside a floor that met the same machine in each. */
export function figureOf(
  { name, unit, floor }: Pick<Case, 'name' | 'unit'> & { readonly floor: string },
  rounds: readonly Round[],
): Case {
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  return {
    name,
    value: of(({ measured }) => measured.rate),
    unit,
    p50: of(({ measured }) => measured.p50),
    p99: of(({ measured }) => measured.p99),
    floor: { name: floor, value: of((round) => round.floor.rate) },
    ratio: of((round) => round.measured.rate / round.floor.rate),
  };
}

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
