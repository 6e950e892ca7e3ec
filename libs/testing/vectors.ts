import { existsSync, readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../shared/data/vectors/', import.meta.url);

/** Public test vectors, which lie beside the project: `rfc7520/jws.json`. */
export const vectors = <Vector>(file: string): readonly Vector[] =>
  JSON.parse(vectorFile(file).toString()) as readonly Vector[];

/** The bytes of a file among the vectors. */
export const vectorFile = (file: string): Buffer => readFileSync(placeOf(file));

/** The names of all files below a folder of the vectors, sorted; the folder stands before each. */
export const vectorFiles = (folder: string): readonly string[] =>
  readdirSync(placeOf(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(FOLDER.pathname.length))
    .sort();

function placeOf(name: string): URL {
  const place = new URL(name, FOLDER);
  if (!existsSync(place))
    throw new Error(
      `The vectors ${name} are not at ${place.pathname}. Put the folder shared/data beside the project's root: these tests prove nothing without it.`,
    );
  return place;
}
