import type { Json } from '#kernel';
import { constant, integer, type Schema } from '../values/schema.ts';
import { authorityId, uuid } from '../values/texts.ts';

/**
 * How much harm a claim can do: S0 public, S1 dates of validity, S2 identity, S3 fitness for work, S4 health,
 * S5 HIV, drug use, mental health and diagnoses. S5 travels sealed to the authority that may read it. (domain.md §2.4)
 */
export type Sensitivity = 'S0' | 'S1' | 'S2' | 'S3' | 'S4' | 'S5';

/** A claim path of a table: members by name, `null` for every element of an array (SD-JWT VC claim path). */
export type TablePath = readonly (string | null)[];

/** A claim that is one disclosure. */
export type ClaimRow = {
  readonly path: TablePath;
  readonly sensitivity: Sensitivity;
  /** Every record has it (of elements: at least one), also an S5 claim that the hub cannot see. */
  readonly mandatory: boolean;
  readonly schema: Schema;
  readonly meaning: string;
};

/**
 * A claim that holds others; every record has it. `digests` is the same in every record of the type, so that
 * it says nothing: decoys fill up. With `digests: 0` its members stand in the clear and hold digests themselves.
 */
export type LevelRow = {
  readonly path: TablePath;
  readonly digests: number;
  readonly meaning: string;
};

export type Row = ClaimRow | LevelRow;

/** Something worth a look that is no reason to refuse. Holds no personal data. */
export type Warning = { readonly code: string; readonly pointer: string };

/** The claims as far as they can be seen. A rule says nothing about what it cannot see. */
export type VisibleClaims = { readonly [name: string]: Json | undefined };

/** One version of one type of credential. Whatever is said of it anywhere is made from this table. */
export type CredentialType = {
  readonly name: string;
  /** Names type and version; a change of the table is a new one. */
  readonly vct: string;
  readonly title: string;
  /** Members of the issuer-signed JWT in the clear, beside `_sd` and `_sd_alg`. */
  readonly clear: Readonly<Record<string, Schema>>;
  /** A level stands before what it holds; the first row is the root, path `[]`. */
  readonly rows: readonly Row[];
  /**
   * What must hold between claims, whose schemas were checked first. `isWhole` is true for the issuer, who sees all.
   * @throws RuleBroken, WireError with a pointer into the claims
   */
  readonly rules: (claims: VisibleClaims, isWhole: boolean) => readonly Warning[];
};

/** The families of records; each begins the names of its streams, `certificate-<issuer>-<id>`. */
export const FAMILIES = ['certificate', 'evidence', 'case'] as const;
export type Family = (typeof FAMILIES)[number];

/** What every record's stream begins with, whatever its family. */
export const RECORD_PREFIXES = FAMILIES.map((family) => `${family}-`);

/** The family of a record's stream; undefined for a stream of something else. */
export const familyOf = (stream: string): Family | undefined =>
  FAMILIES.find((family) => stream.startsWith(`${family}-`));

/** Every stream that a record with this name may have. */
export const streamsOf = (issuer: string, id: string): readonly string[] =>
  RECORD_PREFIXES.map((prefix) => `${prefix}${issuer}-${id}`);

/** A credential that is pushed as a record. */
export type RecordType = CredentialType & { readonly family: Family };

export const isLevel = (row: Row): row is LevelRow => 'digests' in row;

/** S5 claims travel sealed, all others in the open. */
export const isSealed = (row: ClaimRow): boolean => row.sensitivity === 'S5';

/** The places of a type's S5 claims. */
export const sealedPaths = ({ rows }: CredentialType): readonly TablePath[] =>
  rows.flatMap((row) => (!isLevel(row) && isSealed(row) ? [row.path] : []));

/** JWT NumericDate, to the year 2200. */
const numericDate = integer(0, 7_258_118_400);

/** What every credential shows in the clear. */
export const clearMembers = (vct: string) => ({
  iss: authorityId,
  vct: constant(vct),
  iat: numericDate,
});

/** A record's `id` stands on no paper and in no QR code; with the issuer it names the record's stream. */
export const recordClear = (vct: string) => ({ ...clearMembers(vct), id: uuid });

const pathOf = (path: string): TablePath =>
  path === '' ? [] : path.split('.').map((part) => (part === '*' ? null : part));

const claim =
  (isMandatory: boolean) =>
  (path: string, sensitivity: Sensitivity, schema: Schema, meaning: string): ClaimRow => ({
    path: pathOf(path),
    sensitivity,
    mandatory: isMandatory,
    schema,
    meaning,
  });

/** Rows of a table; `*` in a path stands for every element. */
export const mandatory = claim(true);
export const optional = claim(false);
export const level = (path: string, digests: number, meaning: string): LevelRow => ({
  path: pathOf(path),
  digests,
  meaning,
});
