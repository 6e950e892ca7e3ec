import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../shared/data/vectors/', import.meta.url);

/** Public test vectors, which lie beside the project: `rfc7520/jws.json`. */
export function vectors<Vector>(file: string): readonly Vector[] {
  const place = new URL(file, FOLDER);
  if (!existsSync(place))
    throw new Error(
      `The vectors ${file} are not at ${place.pathname}. Put the folder shared/data beside the project's root: these tests prove nothing without it.`,
    );
  return JSON.parse(readFileSync(place, 'utf8')) as readonly Vector[];
}
