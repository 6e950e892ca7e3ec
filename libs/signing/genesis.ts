import { isInstant, TrustError, WireError, type Instant, type Json, type PublicJwk } from '#kernel';
import { sha256 } from './digest.ts';
import { parseSignatures, signGeneral, verifyGeneral, type GeneralSignature } from './general.ts';
import { hasExactly, isObject, jcs, parseJson } from './json.ts';
import {
  assertPublicJwk,
  signatureAlgorithm,
  thumbprint,
  verificationKey,
  type SigningKey,
  type VerificationKey,
} from './keys.ts';

/** What the states founded the hub on (architecture §6). Adapters, SDK and verifiers pin its hash out of band. */
export type Genesis = {
  /** The hub's origin, the name of its log too: `hub.example`. */
  readonly origin: string;
  readonly states: readonly FoundingState[];
  /** The hub's public keys: for receipts and answers, for lane keys, and its log's for checkpoints (Ed25519). */
  readonly hub: {
    readonly receipt: PublicJwk;
    readonly lane: PublicJwk;
    readonly log: PublicJwk;
  };
  /** How many roots of member states admit another state, or change a membership. */
  readonly quorum: number;
  readonly foundedAt: Instant;
};

export type FoundingState = {
  /** ISO 3166-1 alpha-2: `KG` */
  readonly state: string;
  readonly name: string;
  readonly root: PublicJwk;
};

/** The document and the signature of every founding root over its JCS text. */
export type GenesisFile = {
  readonly document: Genesis;
  readonly signatures: readonly GeneralSignature[];
};

const TYP = 'genesis-signature+jws';

/** One founding state's signature. */
export const signGenesis = (document: Genesis, rootKey: SigningKey): GeneralSignature =>
  signGeneral(TYP, jcs(document), rootKey);

/** What is pinned: SHA-256 of the document's JCS text, base64url. */
export const genesisHash = (document: Genesis): string => sha256(jcs(document));

/** A key of the genesis document, with the algorithm that its form fixes. */
export const genesisKey = (jwk: PublicJwk): VerificationKey =>
  verificationKey(jwk, signatureAlgorithm(jwk));

/**
 * Verifies a genesis file: form, pinned hash, and a signature by every founding root.
 * @param file its text, or what the text says
 * @throws WireError `WIRE_SCHEMA_MISMATCH` and as `parseJson`; TrustError `TRUST_GENESIS_MISMATCH`, `TRUST_QUORUM`, `TRUST_SIGNATURE_INVALID`
 */
export function verifyGenesis(file: string | GenesisFile, pinnedHash?: string): Genesis {
  const read = typeof file === 'string' ? parseJson(file) : file;
  if (!isObject(read) || !hasExactly(read, 'document', 'signatures'))
    throw mismatch('', 'a genesis file holds document and signatures');
  const document = assertGenesis(read['document']);
  if (pinnedHash !== undefined && genesisHash(document) !== pinnedHash)
    throw new TrustError('TRUST_GENESIS_MISMATCH', 'the genesis document is not the pinned one', {
      facts: { pinned: pinnedHash, found: genesisHash(document) },
    });
  const roots = new Map(document.states.map(({ root }) => [thumbprint(root), genesisKey(root)]));
  const signed = parseSignatures(read['signatures']).map(
    (signature) => verifyGeneral(TYP, jcs(document), signature, (kid) => rootOf(roots, kid)).kid,
  );
  const missing = document.states.filter(({ root }) => !signed.includes(thumbprint(root)));
  if (missing.length > 0)
    throw new TrustError('TRUST_QUORUM', 'not every founding root signed genesis', {
      facts: { missing: missing.map(({ state }) => state).join() },
    });
  return document;
}

function rootOf(roots: ReadonlyMap<string, VerificationKey>, kid: string): VerificationKey {
  const root = roots.get(kid);
  if (root) return root;
  throw new TrustError('TRUST_KEY_UNKNOWN', `${kid} is no founding root`, { facts: { kid } });
}

/** @throws WireError `WIRE_SCHEMA_MISMATCH` with the pointer of the member at fault */
export function assertGenesis(value: unknown): Genesis {
  if (!isObject(value) || !hasExactly(value, 'origin', 'states', 'hub', 'quorum', 'foundedAt'))
    throw mismatch('/document', 'not exactly the members of a genesis document');
  const { origin, states, hub, quorum, foundedAt } = value;
  if (typeof origin !== 'string' || !/^[a-z0-9.:-]{1,253}$/.test(origin))
    throw mismatch('/document/origin', 'not a host name');
  if (!Array.isArray(states) || states.length === 0 || states.length > 64)
    throw mismatch('/document/states', 'not 1 to 64 states');
  (states as readonly Json[]).forEach(assertState);
  if (!isObject(hub) || !hasExactly(hub, 'receipt', 'lane', 'log'))
    throw mismatch('/document/hub', 'not receipt, lane and log');
  assertKeys(states as readonly FoundingState[], hub as Genesis['hub']);
  if (!Number.isInteger(quorum) || Number(quorum) < 1 || Number(quorum) > states.length)
    throw mismatch('/document/quorum', 'not between 1 and the number of states');
  if (!isInstant(foundedAt)) throw mismatch('/document/foundedAt', 'not an instant');
  return value as Genesis;
}

function assertState(value: Json, index: number): void {
  const pointer = `/document/states/${index}`;
  if (!isObject(value) || !hasExactly(value, 'state', 'name', 'root'))
    throw mismatch(pointer, 'not state, name and root');
  if (typeof value['state'] !== 'string' || !/^[A-Z]{2}$/.test(value['state']))
    throw mismatch(`${pointer}/state`, 'not two capital letters');
  if (typeof value['name'] !== 'string' || value['name'].length === 0)
    throw mismatch(`${pointer}/name`, 'not a name');
}

/** Each state once, and each key in one hand only. */
function assertKeys(states: readonly FoundingState[], hub: Genesis['hub']): void {
  if (new Set(states.map(({ state }) => state)).size < states.length)
    throw mismatch('/document/states', 'a state stands twice');
  const kids = [...states.map(({ root }) => root), hub.receipt, hub.lane, hub.log].map((jwk) => {
    assertPublicJwk(jwk);
    return genesisKey(jwk).kid;
  });
  if (new Set(kids).size < kids.length) throw mismatch('/document', 'a key stands twice');
  if (hub.log.crv !== 'Ed25519') throw mismatch('/document/hub/log', 'not an Ed25519 key');
}

const mismatch = (pointer: string, reason: string) =>
  new WireError('WIRE_SCHEMA_MISMATCH', `genesis: ${reason}`, { pointer });
