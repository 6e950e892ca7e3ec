import {
  hashOf,
  verifySignature,
  type ContractDocument,
  type ContractEvent,
  type ContractSigner,
  type Grant,
} from '#contracts';
import { HubError, RuleBroken, stateOf, type ContractReference, type Instant } from '#kernel';
import { activeKey, authority, type TrustList } from '#participants';
import { verificationKey } from '#signing';

/** Contract versions that every party signed, by hash. */
export type ProvedContracts = ReadonlyMap<string, ContractDocument>;

/**
 * The versions that their parties' signatures prove, whatever the hub says of them: the hash is the document's,
 * and each signature is by a key that could sign when it was recorded. What does not prove is left out.
 */
export function provedContracts(
  events: Iterable<ContractEvent>,
  trust: TrustList,
): ProvedContracts {
  const drafts = new Map<string, { document: ContractDocument; signed: Set<string> }>();
  for (const { type, data, at } of events) {
    if (type === 'ContractProposed' && hashOf(data.document) === data.hash)
      drafts.set(data.hash, { document: data.document, signed: new Set() });
    const draft = type === 'ContractSigned' ? drafts.get(data.hash) : undefined;
    if (type === 'ContractSigned' && draft) {
      const party = partyOf(draft.document, data.signature, trust, at);
      if (party !== undefined) draft.signed.add(party);
    }
  }
  const proved = [...drafts].filter(([, { document, signed }]) =>
    document.parties.every((party) => signed.has(party)),
  );
  return new Map(proved.map(([hash, { document }]) => [hash, document]));
}

/** The party that a signature binds; undefined if it binds none. */
function partyOf(
  document: ContractDocument,
  signature: Parameters<typeof verifySignature>[1],
  trust: TrustList,
  at: Instant,
): string | undefined {
  const signerOf = (kid: string): ContractSigner => {
    const { holder, jwk, alg } = activeKey(trust, kid, 'statement', at);
    const signsContracts = authority(trust, holder)?.signsContracts ?? false;
    return { authority: holder, signsContracts, key: verificationKey(jwk, alg) };
  };
  try {
    return verifySignature(document, signature, signerOf).party;
  } catch (error) {
    if (error instanceof HubError) return undefined;
    throw error;
  }
}

/** The document that an event names. @throws RuleBroken `RULE_CONTRACT_UNKNOWN` */
export function documentOf(
  { contract, version, hash }: ContractReference,
  contracts: ProvedContracts,
): ContractDocument {
  const document = contracts.get(hash);
  if (document?.id === contract && document.version === version) return document;
  throw new RuleBroken('RULE_CONTRACT_UNKNOWN', `${contract} ${version} is not proved here`, {
    facts: { contract, version },
  });
}

/** What the documents grant to one authority of what an issuer records. */
export function grantsTo(
  recipient: string,
  { issuer, recordType }: { readonly issuer: string; readonly recordType: string },
  documents: readonly ContractDocument[],
  trust: TrustList,
): readonly Grant[] {
  const roles: readonly string[] = authority(trust, recipient)?.roles ?? [];
  return documents.flatMap(({ grants }) =>
    grants.filter(
      (grant) =>
        grant.from === issuer &&
        grant.recordType === recordType &&
        ('authority' in grant.to
          ? grant.to.authority === recipient
          : grant.to.state === stateOf(recipient) && roles.includes(grant.to.role)),
    ),
  );
}
