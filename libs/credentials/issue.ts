import type { ClaimPath, JsonObject, PublicJwk } from '#kernel';
import { signJws, type SigningKey } from '#signing';
import { CREDENTIAL_TYP, DIGEST_ALGORITHM, SD_ALG } from './draft.ts';
import { isSamePath } from './records/paths.ts';
import type { CredentialType, RecordType } from './records/record-type.ts';
import { compile } from './records/table-tree.ts';
import { validateClaims, type SealedItem } from './records/validate.ts';
import { pack, type MadeDisclosure } from './sd-jwt/pack.ts';
import { join } from './sd-jwt/present.ts';
import { seal } from './sealed.ts';

export type RecordIssuance = {
  /** The authority id; `key` is its endorsed `record` key. */
  readonly issuer: string;
  /** A random UUIDv4 that stands on no paper. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly key: SigningKey;
  /** Which S5 claim goes to whom: to an authority that a grant gives it to, under its `encryption` key. */
  readonly seal?: readonly SealFor[];
};

export type SealFor = {
  /** `['examinations', 'HIV', 'finding']` */
  readonly path: ClaimPath;
  readonly to: string;
  readonly kid: string;
  readonly jwk: PublicJwk;
};

export type IssuedCredential = {
  /** `<jwt>~<disclosure>~…~`, without S5. */
  readonly text: string;
  /** The S5 disclosures: the issuer's and its worker's, for nobody else but sealed. */
  readonly closed: readonly MadeDisclosure[];
};

/**
 * Signs a record with every claim behind a salted digest, and seals S5 claims; one that the record does not
 * have is left out. The claims are checked first, as the hub and the recipients will check them.
 * @throws WireError `WIRE_SCHEMA_MISMATCH`, RuleBroken as the type's rules, with a pointer into the claims
 */
export async function issueRecord(
  type: RecordType,
  claims: JsonObject,
  { issuer, id, iat, key, seal: wanted = [] }: RecordIssuance,
): Promise<{ readonly record: string; readonly sealed: readonly SealedItem[] }> {
  const clear = { iss: issuer, vct: type.vct, iat, id };
  const { text, closed } = issueCredential(type, clear, claims, key);
  return { record: text, sealed: await sealAll(wanted, closed) };
}

/** Signs any credential that has a table. @throws as `issueRecord` */
export function issueCredential(
  type: CredentialType,
  clear: JsonObject,
  claims: JsonObject,
  key: SigningKey,
): IssuedCredential {
  validateClaims(type, { ...clear, ...claims });
  const { payload, open, closed } = pack(compile(type).root, claims);
  const signed = JSON.stringify({ ...clear, ...payload, [SD_ALG]: DIGEST_ALGORITHM });
  const jwt = signJws(CREDENTIAL_TYP, signed, key);
  return {
    text: join(
      jwt,
      open.map(({ text }) => text),
    ),
    closed,
  };
}

const sealAll = (
  wanted: readonly SealFor[],
  closed: readonly MadeDisclosure[],
): Promise<readonly SealedItem[]> =>
  Promise.all(
    wanted.flatMap(({ path, to, ...key }) => {
      const made = closed.find((one) => isSamePath(one.path, path));
      return made ? [seal(made, to, key)] : [];
    }),
  );
