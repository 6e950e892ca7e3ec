import { TrustError } from '#kernel';
import { generateKey, publicHalf, sha256, type SigningKey } from '#signing';
import { codeOf } from '#testing';
import { hashOf, signContract, verifyContract, verifySignature } from './contract-document.ts';
import { terms } from './domain/contract.samples.ts';

const keys = ['KG.MOH', 'RU.MOH', 'KZ.MOH', 'RU.MOL'].map((holder) =>
  generateKey(holder, 'statement'),
);
const [kg, ru, kz, labour] = keys as [SigningKey, SigningKey, SigningKey, SigningKey];

const signerOf = (kid: string) => {
  const key = keys.find((known) => known.kid === kid);
  if (!key) throw new TrustError('TRUST_KEY_UNKNOWN', kid);
  return {
    authority: key.holder,
    signsContracts: key.holder.endsWith('.MOH'),
    key: publicHalf(key),
  };
};

describe('the hash of a contract', () => {
  test('is SHA-256 over its JCS bytes, so the order of members does not matter', () => {
    const { id, ...rest } = terms;
    expect(hashOf({ ...rest, id })).toBe(hashOf(terms));
    expect(hashOf({ ...terms, title: 'Another' })).not.toBe(hashOf(terms));
    const canonical = JSON.stringify(sorted(terms));
    expect(hashOf(terms)).toBe(sha256(canonical));
  });
});

/** JCS (RFC 8785) for text, whole numbers and ASCII names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(members.sort(([one], [other]) => (one < other ? -1 : 1)));
}

describe('a signature of a contract', () => {
  test('binds the signer’s state', () =>
    expect(verifySignature(terms, signContract(terms, ru), signerOf)).toStrictEqual({
      authority: 'RU.MOH',
      party: 'RU',
    }));

  test('is over exactly this text', () => {
    const signature = signContract({ ...terms, retentionDays: 366 }, ru);
    expect(codeOf(() => verifySignature(terms, signature, signerOf))).toBe(
      'TRUST_SIGNATURE_INVALID',
    );
  });

  test('is by a key that is known', () => {
    const signature = signContract(terms, generateKey('RU.MOH', 'statement'));
    expect(codeOf(() => verifySignature(terms, signature, signerOf))).toBe('TRUST_KEY_UNKNOWN');
  });

  test('is by an authority that signs contracts', () =>
    expect(codeOf(() => verifySignature(terms, signContract(terms, labour), signerOf))).toBe(
      'TRUST_NOT_ALLOWED',
    ));

  test('is by a party', () =>
    expect(codeOf(() => verifySignature(terms, signContract(terms, kz), signerOf))).toBe(
      'RULE_NOT_A_PARTY',
    ));
});

describe('a contract', () => {
  const [byKg, byRu, byKz] = [kg, ru, kz].map((key) => signContract(terms, key));

  test('signed by every party is proved, in any order', () => {
    expect(codeOf(() => verifyContract(terms, [byKg!, byRu!], signerOf))).toBeUndefined();
    expect(codeOf(() => verifyContract(terms, [byRu!, byKg!], signerOf))).toBeUndefined();
  });

  test('that a party did not sign is not', () => {
    const missing = () => verifyContract(terms, [byKg!, byKg!], signerOf);
    expect(missing).toThrow(expect.objectContaining({ facts: { contract: 'kg-ru', party: 'RU' } }));
    expect(codeOf(missing)).toBe('TRUST_CONTRACT_UNSIGNED');
    expect(() => verifyContract(terms, [], signerOf)).toThrow(
      expect.objectContaining({ facts: { contract: 'kg-ru', party: 'KG' } }),
    );
  });

  test('with a signature too many is not', () =>
    expect(codeOf(() => verifyContract(terms, [byKg!, byRu!, byKz!], signerOf))).toBe(
      'RULE_NOT_A_PARTY',
    ));
});
