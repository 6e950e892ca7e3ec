import { HASH_BYTES, hashAt, nodesAbove } from './hashing.ts';

/** Hashes of a full tile, entries of a full bundle (C2SP tlog-tiles: height 8). */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;

/** `width` consecutive hashes of subtrees of 256^level leaves; partial where `width` is below 256. */
export type Tile = { readonly level: number; readonly index: number; readonly width: number };

/** A bundle of entries: like a tile at level 0, with what its hashes are of. */
export type Bundle = Omit<Tile, 'level'>;

/** How many hashes the tile has in a tree of `size` leaves. */
export const widthIn = (size: number, level: number, index: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH));

/** The partial tiles at the right edge of a tree, from the lowest. */
export function edgeTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const width = Math.floor(size / TILE_WIDTH ** level) % TILE_WIDTH;
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    if (width > 0) tiles.push({ level, index, width });
  }
  return tiles;
}

/** The bundles of the first `size` entries, from the first. */
export function* bundlesOf(size: number): Generator<Bundle> {
  for (let index = 0; index * TILE_WIDTH < size; index++)
    yield { index, width: widthIn(size, 0, index) };
}

/** `tile/0/x001/x234/067.p/8`: where a log serves it, below its prefix. */
export const tilePath = ({ level, ...place }: Tile): string => `tile/${level}/${indexPath(place)}`;

export const bundlePath = (bundle: Bundle): string => `tile/entries/${indexPath(bundle)}`;

function indexPath({ index, width }: Bundle): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g)!;
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** What a path names; undefined for anything that is not exactly how a log names a tile or a bundle. */
export function parseTilePath(path: string): Tile | (Bundle & { level: 'entries' }) | undefined {
  const [, what, digits, partial] = PATH.exec(path) ?? [];
  if (what === undefined || digits === undefined) return undefined;
  const bundle = {
    index: Number(digits.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const level = what === 'entries' ? what : Number(what);
  const canonical =
    level === 'entries' ? bundlePath(bundle) : level < 64 && tilePath({ level, ...bundle });
  const fits = canonical === path && (partial === undefined || bundle.width < TILE_WIDTH);
  return fits ? { level, ...bundle } : undefined;
}

/** The hashes of a tile's bytes. */
export const hashesOf = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / HASH_BYTES }, (_, at) => hashAt(bytes, at));

/** The hashes of every complete subtree within a tile, in a row for each height: its own at 0. */
export function heightsOf(bytes: Uint8Array): Buffer[] {
  let row = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const heights = [row];
  while (row.length > HASH_BYTES) heights.push((row = nodesAbove(row)));
  return heights;
}
