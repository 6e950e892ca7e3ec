export { EMPTY_ROOT, HASH_BYTES, leafHash } from './tree/hashing.ts';
export * from './tree/growing-tree.ts';
export * from './tree/tile-reader.ts';
export {
  bundlePath,
  bundlesOf,
  edgeTiles,
  parseTilePath,
  tilePath,
  TILE_WIDTH,
  widthIn,
  type Bundle,
  type Tile,
} from './tree/tiles.ts';
export * from './tree/verify-proof.ts';
export * from './log/checkpoint.ts';
export * from './log/cosignature.ts';
export * from './log/entry.ts';
export * from './log/log-policy.ts';
export * from './log/note.ts';
export * from './log/own-events.ts';
export * from './log/proof-file.ts';
export * from './log/quorum.ts';
export * from './log/signed-checkpoint.ts';
export * from './log/witness-request.ts';
