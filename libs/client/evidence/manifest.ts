import { isInstant } from '#kernel';
import {
  genesisKey,
  isObject,
  jcs,
  parseJws,
  sha256,
  signJws,
  verifyJws,
  type Genesis,
  type SigningKey,
} from '#signing';
import { PATHS, textIn, type About } from './bundle.ts';
import { altered, noBundle, type Files } from './zip.ts';

/** What the hub signs of a bundle: every file, and that of these streams it had no other event by then. */
export type Manifest = About & {
  readonly v: 2;
  /** Of the readable page: another number is another wording of the same. */
  readonly page: number;
  /** Leaves of the tree that the checkpoint is of. */
  readonly size: number;
  readonly streams: Readonly<Record<string, number>>;
  /** SHA-256 (base64url) of each file, by its path. */
  readonly files: Readonly<Record<string, string>>;
};

const TYP = 'evidence+jws';
/** A bundle of thousands of artefacts has as many digests. */
const MOST_BYTES = 8 * 1024 * 1024;

export const signManifest = (manifest: Manifest, key: SigningKey): string =>
  signJws(TYP, jcs(manifest), key);

export const digestsOf = (files: Files): Manifest['files'] =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, sha256(bytes)]));

/**
 * The manifest, signed by the hub of genesis, and every file as it says.
 * @throws TrustError TRUST_SIGNATURE_INVALID, TRUST_EVIDENCE_ALTERED that names the file; WireError
 */
export function verifyManifest(files: Files, genesis: Genesis): Manifest {
  const jws = parseJws(textIn(files, PATHS.manifest), { typ: TYP, maxBytes: MOST_BYTES });
  verifyJws(jws, genesisKey(genesis.hub.receipt));
  const manifest = manifestIn(jws.payload);
  const found = digestsOf(files);
  for (const path of Object.keys(found))
    if (path !== PATHS.manifest && !Object.hasOwn(manifest.files, path))
      throw altered(path, 'was put in later');
  for (const [path, digest] of Object.entries(manifest.files)) {
    if (!Object.hasOwn(found, path)) throw altered(path, 'was taken out');
    if (found[path] !== digest) throw altered(path, 'is not the file that the hub signed');
  }
  return manifest;
}

function manifestIn(payload: object): Manifest {
  const { v, page, record, madeAt, size, streams, files } = payload as Partial<
    Record<keyof Manifest, unknown>
  >;
  const fits =
    v === 2 &&
    [page, size].every(Number.isSafeInteger) &&
    isInstant(madeAt) &&
    [record, streams, files].every(isObject) &&
    ['issuer', 'id'].every((name) => typeof (record as Record<string, unknown>)[name] === 'string');
  if (fits) return payload as Manifest;
  throw noBundle('not the manifest of a bundle');
}
