import { RuleBroken } from '#kernel';
import { decrypt, encryptTo, sha256, type EncryptionKey, type SigningKey } from '#signing';
import type { SealedItem } from './records/validate.ts';
import type { MadeDisclosure } from './sd-jwt/pack.ts';
import { join } from './sd-jwt/present.ts';

/** `typ` of the JWE around an S5 disclosure (architecture §7). */
const SEALED_TYP = 'sealed+jwe';

/** Seals a disclosure to one authority's `encryption` key. */
export async function seal(
  { path, digest, text }: MadeDisclosure,
  to: string,
  key: EncryptionKey,
): Promise<SealedItem> {
  return { path, digest, to, jwe: await encryptTo(Buffer.from(text), key, SEALED_TYP) };
}

/**
 * Opens items that were sealed to this key. Each holds the very disclosure whose digest it names.
 * @throws RuleBroken `RULE_SEALED_MISMATCH`; WireError, TrustError as `decrypt`
 */
export const openSealed = (
  items: readonly SealedItem[],
  key: SigningKey,
): Promise<readonly string[]> =>
  Promise.all(
    items.map(async ({ digest, jwe }, index) => {
      const disclosure = Buffer.from(await decrypt(jwe, key, SEALED_TYP)).toString('latin1');
      if (sha256(disclosure) === digest) return disclosure;
      throw new RuleBroken('RULE_SEALED_MISMATCH', 'a sealed item is another disclosure', {
        pointer: `/sealed/${index}/digest`,
      });
    }),
  );

/** The credential with more disclosures: what a recipient was shown, and what it opened. */
export const withDisclosures = (credential: string, disclosures: readonly string[]): string =>
  join(credential.slice(0, -1), disclosures);
