import type { Tile, TreeHead } from '#transparency';

/** What the hub shows of its log: the notary's tree, as far as a published checkpoint covers it. */
export type PublishedLog = {
  /** The newest; undefined until there is one. */
  readonly published: (TreeHead & { readonly checkpoint: string }) | undefined;
  tile(tile: Tile): Buffer | undefined;
  leafOf(event: string): number | undefined;
};
