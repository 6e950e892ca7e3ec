import type { HubError, Instant } from '#kernel';
import type { Bundle, Tile, TreeHead } from '#transparency';

/** What the hub shows of its log: the notary's tree, as far as a published checkpoint covers it. */
export type PublishedLog = {
  /** The newest that has its quorum of witnesses; undefined until there is one. */
  readonly published: (TreeHead & { readonly checkpoint: string }) | undefined;
  /** The newest that the log signed, whoever has witnessed it. */
  readonly signed?: TreeHead | undefined;
  /** Since when an event waits to be covered by a published checkpoint; undefined while none does. */
  readonly waitingSince?: Instant | undefined;
  /** Why the log goes no further; undefined while it does. */
  readonly refusal?: HubError | undefined;
  tile(tile: Tile): Buffer | undefined;
  entries?(bundle: Bundle): readonly (string | Uint8Array)[] | undefined;
  leafOf(event: string): number | undefined;
};

/** What a witness of the log was last heard to say. */
export type WitnessStanding = {
  readonly name: string;
  /** False for one that works in the hub's own process. */
  readonly isIndependent: boolean;
  readonly standing: 'UNHEARD' | 'HEARD' | 'COSIGNS' | 'SILENT' | 'REFUSES';
  /** Leaves of the last tree that it has seen. */
  readonly size?: number;
  /** When it last cosigned, as it says; absent while it was only heard. */
  readonly at?: Instant;
};

/** Whose cosignatures the log needs, and how they stand. */
export type Witnessing = {
  readonly quorum: number;
  readonly standings: readonly WitnessStanding[];
};
