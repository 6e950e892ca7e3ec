import { unzipSync, zipSync } from 'fflate';
import { HubError, TrustError, WireError } from '#kernel';

/** Files by their paths. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Bytes of a bundle at most: a record with a life of thousands of events. */
const MOST_BYTES = 256 * 1024 * 1024;
const PATH = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,200}$/;

/** The first moment that a zip can name. Zips count in local time: so it is the same bytes in every zone. */
const EPOCH = new Date(1980, 0, 1);

/** The one zip of these files: sorted, stored as they are, undated. */
export function pack(files: Files): Uint8Array {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return zipSync(
    Object.fromEntries(sorted.map(([path, bytes]) => [path, [bytes, { level: 0, mtime: EPOCH }]])),
  );
}

/**
 * The files of a zip that `pack` made. Any byte that differs from that, in a file, a name, a header or behind it all, is
 * found, and the error names the file that it belongs to.
 * @throws TrustError TRUST_EVIDENCE_ALTERED; WireError WIRE_EVIDENCE_FORM for what is no such zip at all
 */
export function unpack(bytes: Uint8Array): Files {
  const files = read(bytes);
  const again = pack(files);
  const at = differenceOf(bytes, again);
  if (at !== undefined) throw altered(placeIn(files, at), 'is not as it was made');
  return files;
}

/** @throws WireError WIRE_EVIDENCE_FORM */
function read(bytes: Uint8Array): Files {
  if (bytes.length > MOST_BYTES) throw noBundle('larger than any bundle');
  const names = new Set<string>();
  try {
    const found = unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        if (compression !== 0 || size !== originalSize || size > bytes.length)
          throw noBundle('a file is not stored as it is');
        if (!PATH.test(name) || names.has(name)) throw noBundle('a file has no name of a bundle');
        names.add(name);
        return true;
      },
    });
    return new Map(Object.entries(found));
  } catch (cause) {
    throw cause instanceof HubError ? cause : noBundle('not a zip', cause);
  }
}

/** Where two texts of bytes begin to differ; undefined where they do not. */
function differenceOf(one: Uint8Array, other: Uint8Array): number | undefined {
  if (Buffer.compare(one, other) === 0) return undefined;
  const common = Math.min(one.length, other.length);
  for (let at = 0; at < common; at++) if (one[at] !== other[at]) return at;
  return common;
}

const LOCAL_HEADER = 30;

/** The file whose header or contents a byte belongs to; behind them lies the zip's own directory. */
function placeIn(files: Files, at: number): string {
  let end = 0;
  for (const [path, { length }] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    end += LOCAL_HEADER + Buffer.byteLength(path) + length;
    if (at < end) return path;
  }
  return 'directory of the zip';
}

export const altered = (file: string, reason: string, cause?: unknown) =>
  new TrustError('TRUST_EVIDENCE_ALTERED', `${file} ${reason}`, { cause, facts: { file, reason } });

export const noBundle = (reason: string, cause?: unknown) =>
  new WireError('WIRE_EVIDENCE_FORM', reason, { cause });
