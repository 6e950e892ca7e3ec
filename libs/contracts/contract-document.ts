import { RuleBroken, stateOf, TrustError } from '#kernel';
import {
  jcs,
  sha256,
  signGeneral,
  verifyGeneral,
  type GeneralSignature,
  type SigningKey,
  type VerificationKey,
} from '#signing';
import type { ContractDocument } from './domain/contract.messages.ts';

const TYP = 'contract-signature+jws';

/** Who holds a statement key, and whether they may bind their state. */
export type ContractSigner = {
  readonly authority: string;
  readonly signsContracts: boolean;
  readonly key: VerificationKey;
};

/** Finds the signer of a `kid` in the trust list; throws the `TRUST_` error of a key that may not sign statements then. */
export type SignerOf = (kid: string) => ContractSigner;

/** SHA-256 (base64url) of the JCS bytes (RFC 8785): what `previous`, statements and events name a version by. */
export const hashOf = (document: ContractDocument): string => sha256(jcs(document));

/** A party's signature over the document; `key` is a statement key of an authority with `signsContracts`. */
export const signContract = (document: ContractDocument, key: SigningKey): GeneralSignature =>
  signGeneral(TYP, jcs(document), key);

/**
 * The authority that signed, and the party it bound by it.
 * @throws TrustError `TRUST_SIGNATURE_INVALID`, `TRUST_NOT_ALLOWED` and what `signerOf` throws;
 *   RuleBroken `RULE_NOT_A_PARTY`; WireError as `verifyGeneral`
 */
export function verifySignature(
  document: ContractDocument,
  signature: GeneralSignature,
  signerOf: SignerOf,
): { readonly authority: string; readonly party: string } {
  const { kid } = verifyGeneral(TYP, jcs(document), signature, (named) => signerOf(named).key);
  const { authority, signsContracts } = signerOf(kid);
  if (!signsContracts)
    throw new TrustError('TRUST_NOT_ALLOWED', `${authority} does not sign contracts`, {
      facts: { authority },
    });
  const party = stateOf(authority);
  if (!document.parties.includes(party))
    throw new RuleBroken('RULE_NOT_A_PARTY', `${authority} speaks for no party`, {
      facts: { authority, contract: document.id },
    });
  return { authority, party };
}

/**
 * Proves that every party signed, and nobody else.
 * @throws TrustError `TRUST_CONTRACT_UNSIGNED` with the first party that did not, and what `verifySignature` throws
 */
export function verifyContract(
  document: ContractDocument,
  signatures: readonly GeneralSignature[],
  signerOf: SignerOf,
): void {
  const bound = signatures.map((one) => verifySignature(document, one, signerOf).party);
  const missing = document.parties.find((party) => !bound.includes(party));
  if (missing !== undefined)
    throw new TrustError('TRUST_CONTRACT_UNSIGNED', `${document.id} lacks a signature`, {
      facts: { contract: document.id, party: missing },
    });
}
