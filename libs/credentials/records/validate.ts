import { RuleBroken, WireError, type ClaimPath, type JsonObject } from '#kernel';
import type { Level, Resolved } from '../sd-jwt/resolve.ts';
import { pointerOf } from '../values/pointer.ts';
import { assertClaims, at } from './claims.ts';
import { assertLevels } from './levels.ts';
import { isSamePath } from './paths.ts';
import type { CredentialType, Warning } from './record-type.ts';
import { compile } from './table-tree.ts';

/** An S5 claim on its way to one authority; the plaintext of the JWE is the disclosure (architecture §7). */
export type SealedItem = {
  readonly path: ClaimPath;
  /** Stands in the record at `path`. */
  readonly digest: string;
  readonly to: string;
  readonly jwe: string;
};

/**
 * The hub's check of a pushed record: S5 closed, digests constant, sealed items in their places, every claim as
 * the table says, and what must hold between claims. Whether a sealed item is granted is the contract's matter.
 * @throws WireError `WIRE_S5_IN_THE_OPEN`, `WIRE_DIGEST_COUNT`, `WIRE_SCHEMA_MISMATCH`, RuleBroken `RULE_SEALED_MISMATCH`, and
 *   what the type's rules throw; with a pointer into the claims, or into `/sealed`
 */
export function validateRecord(
  type: CredentialType,
  { claims, levels }: Resolved,
  sealed: readonly SealedItem[] = [],
): readonly Warning[] {
  assertNothingSealedIsOpen(type, claims);
  assertLevels(type, claims, levels);
  assertSealedFit(type, levels, sealed);
  assertClaims(type, claims, 'pushed');
  return type.rules(claims, false);
}

/** A recipient's check of what it was shown, together with the sealed items it opened. @throws as `validateRecord` */
export function validatePresentation(
  type: CredentialType,
  { claims, levels }: Resolved,
): readonly Warning[] {
  assertLevels(type, claims, levels);
  assertClaims(type, claims, 'presented');
  return type.rules(claims, false);
}

/** The issuer's check before it signs: everything is there. @throws as `validateRecord` */
export function validateClaims(type: CredentialType, claims: JsonObject): readonly Warning[] {
  assertClaims(type, claims, 'issued');
  return type.rules(claims, true);
}

function assertNothingSealedIsOpen(type: CredentialType, claims: JsonObject): void {
  for (const { path } of compile(type).sealed)
    if (at(claims, path) !== undefined)
      throw new WireError('WIRE_S5_IN_THE_OPEN', 'an S5 claim was not sealed', {
        pointer: pointerOf(path),
      });
}

function assertSealedFit(
  type: CredentialType,
  levels: readonly Level[],
  sealed: readonly SealedItem[],
): void {
  const seen = new Set<string>();
  for (const [index, { path, digest, to }] of sealed.entries()) {
    const mismatch = (reason: string, member: string) =>
      new RuleBroken('RULE_SEALED_MISMATCH', `a sealed item ${reason}`, {
        pointer: `/sealed/${index}/${member}`,
      });
    if (!compile(type).sealed.some((row) => isSamePath(row.path, path)))
      throw mismatch('is not at the place of an S5 claim', 'path');
    const holder = levels.find((level) => isSamePath(level.path, path.slice(0, -1)));
    if (!holder?.digests.includes(digest))
      throw mismatch('has a digest that does not stand there', 'digest');
    const name = `${pointerOf(path)} ${to}`;
    if (seen.has(name)) throw mismatch('is there twice for one authority', 'to');
    seen.add(name);
  }
}
