import type { SealedItem } from '#credentials';
import type { Problem } from './problem.ts';

/** What a ministry pushes: the signed record, its clearances, and what travels sealed. */
export type Push = {
  readonly record: string;
  readonly clearances?: readonly string[];
  readonly sealed?: readonly SealedItem[];
};

/** The hub's signed receipt (`receipt+jws`), and the position that a query may ask to be answered at or after. */
export type Stored = {
  readonly receipt: string;
  readonly position: string;
  readonly warnings?: readonly { readonly code: string; readonly pointer: string }[];
};

/** One line's outcome in a batch; `line` counts from 1. */
export type BatchLine =
  | ({ readonly line: number; readonly status: 200 | 201 } & Stored)
  | { readonly line: number; readonly status: number; readonly problem: Problem };

export type ReplayFilter = {
  readonly after?: string;
  readonly streamPrefix?: string;
  readonly type?: string;
  /** Only events recorded at or before this instant. */
  readonly knownAt?: string;
};

/** An event with the exact texts that are stored. */
export type ReplayedEvent = {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
};

export type ContractState = {
  readonly contract: string;
  readonly versions: readonly {
    readonly version: number;
    readonly hash: string;
    readonly state: string;
    readonly signedBy: readonly string[];
    readonly effectiveFrom?: string;
    readonly document: unknown;
  }[];
};
