import {
  instantOf,
  TrustError,
  WireError,
  type Instant,
  type JsonObject,
  type PublicJwk,
} from '#kernel';
import {
  genesisKey,
  parseGeneral,
  parseHeader,
  parseJws,
  thumbprint,
  verificationKey,
  verifyGeneral,
  verifyJws,
  type Genesis,
  type JwsHeader,
  type VerificationKey,
} from '#signing';
import { isInFuture } from './domain/key-judgement.ts';
import {
  QUORUM,
  type MembershipStatus,
  type ParticipantCommand,
} from './domain/participant.messages.ts';
import {
  COMMANDS,
  isSingleSigned,
  type Knowledge,
  type SignedFacts,
  type SingleSignedType,
} from './statement-commands.ts';
import { STATEMENT_FORMS, type ParticipantStatementType } from './statement-forms.ts';
import { judge, keyOf, membership, stateOfRoot, type TrustList } from './views/trust-list.view.ts';

const TYPES = Object.keys(STATEMENT_FORMS) as ParticipantStatementType[];
const SINGLE = TYPES.filter(isSingleSigned);
const BY_QUORUM = TYPES.filter((typ) => !isSingleSigned(typ));
const MAX_BYTES = 32 * 1024;

/** A command, and the state whose stream it is decided on. */
export type Addressed = {
  readonly state: string;
  readonly stream: string;
  readonly command: ParticipantCommand;
};

/**
 * What a statement asks, once it is proved who says it: read → find the signer → verify → command. Whether the
 * signer may ask it is decided on the stream.
 * @param statement compact JWS, or JWS General JSON where a quorum signs
 * @param at when it is recorded: what it is judged at
 * @throws WireError, TrustError, RuleBroken with the code of the first check that failed
 */
export function statementCommand(
  statement: string,
  trust: TrustList,
  genesis: Genesis,
  at: Instant,
): Addressed {
  return statement.startsWith('{')
    ? byQuorum(statement, { trust, genesis }, at)
    : bySigner(statement, { trust, genesis }, at);
}

function bySigner(statement: string, knowledge: Knowledge, at: Instant): Addressed {
  const jws = parseJws(statement, { typ: SINGLE, maxBytes: MAX_BYTES });
  const typ = jws.header.typ as SingleSignedType; // One of SINGLE.
  const payload = assertForm(typ, jws.payload);
  const signer = signerOf(jws.header, payload.iat, knowledge.trust, at);
  verifyJws(jws, signer.key);
  assertIssuer(payload, signer.id);
  const issuedAt = instantOf(payload.iat);
  const signed: SignedFacts = { statement, signer: jws.header.kid, issuedAt };
  const { iss: by, iat: _, ...content } = payload;
  // Sound: the payload fits the form of its `typ`.
  const asked = COMMANDS[typ](content as never, signed, knowledge);
  return addressed(asked.state, asked.command, by, at);
}

/** A root, or an authority or agency with a `statement` key that counts at `at`. */
function signerOf(
  { kid, typ }: JwsHeader,
  iat: number,
  trust: TrustList,
  at: Instant,
): { readonly id: string; readonly key: VerificationKey } {
  const rooted = stateOfRoot(trust, kid);
  if (rooted) {
    assertNotInFuture(iat, at);
    return { id: rooted.state!, key: genesisKey(rooted.root!.jwk) };
  }
  // No chain leads to an endorsement by a key that no root stands for, be it one of the hub's own.
  if (typ === 'endorsement+jws' && !keyOf(trust, kid))
    throw new TrustError('TRUST_KEY_NOT_ENDORSED', `${kid} is no root and not endorsed by one`, {
      facts: { kid },
    });
  const key = judge(trust, kid, { use: 'statement', iat, recordedAt: at });
  return { id: key.holder, key: verificationKey(key.jwk, key.alg) };
}

type AboutState = {
  readonly state: string;
  readonly status: MembershipStatus;
  readonly from: Instant;
  readonly root?: PublicJwk;
};

function byQuorum(statement: string, knowledge: Knowledge, at: Instant): Addressed {
  const { trust } = knowledge;
  const jws = parseGeneral(statement, { maxBytes: MAX_BYTES });
  const typ = parseHeader(jws.signatures[0]!.protected, BY_QUORUM).typ as ParticipantStatementType;
  const { iat, iss: _, ...payload } = assertForm(typ, jws.payload);
  const { root, ...about } = payload as unknown as AboutState; // It fits the form of its `typ`.
  assertIssuer(jws.payload, about.state);
  assertNotInFuture(iat, at);
  const signers = jws.signatures.map((signature) => {
    const { kid } = verifyGeneral(typ, jws.payloadText, signature, (kid) => rootKey(trust, kid));
    return stateOfRoot(trust, kid)!.state!;
  });
  const by = speaker(signers, about, knowledge, at);
  if (root === undefined)
    return addressed(
      about.state,
      { type: 'ChangeMembership', data: { ...about, statement } },
      by,
      at,
    );
  const kid = thumbprint(root);
  if (trust.homes.has(kid) || (stateOfRoot(trust, kid)?.state ?? about.state) !== about.state)
    throw new TrustError('TRUST_NOT_ALLOWED', `${kid} is another's key`, { facts: { kid } });
  const data = { ...about, root, kid, statement };
  return addressed(about.state, { type: 'AdmitState', data }, by, at);
}

/** A state leaves by its own word; everything else about a state needs as many member states as genesis says. */
function speaker(
  signers: readonly string[],
  { state, status }: AboutState,
  { trust, genesis }: Knowledge,
  at: Instant,
): string {
  if (status === 'left' && signers.every((signer) => signer === state)) return state;
  const members = new Set(signers.filter((signer) => membership(trust, signer, at) === 'member'));
  if (members.size >= genesis.quorum) return QUORUM;
  throw new TrustError('TRUST_QUORUM', `${members.size} of ${genesis.quorum} roots signed`, {
    facts: { signed: members.size, quorum: genesis.quorum },
  });
}

function rootKey(trust: TrustList, kid: string): VerificationKey {
  const rooted = stateOfRoot(trust, kid);
  if (!rooted)
    throw new TrustError('TRUST_KEY_UNKNOWN', `${kid} is no state's root`, { facts: { kid } });
  return genesisKey(rooted.root!.jwk);
}

function assertForm(
  typ: ParticipantStatementType,
  payload: JsonObject,
): JsonObject & { readonly iss: string; readonly iat: number } {
  const pointer = STATEMENT_FORMS[typ].fault(payload, '/statement');
  if (pointer !== undefined)
    throw new WireError('WIRE_SCHEMA_MISMATCH', `a ${typ} does not fit its form`, { pointer });
  return payload as JsonObject & { readonly iss: string; readonly iat: number };
}

function assertIssuer({ iss }: JsonObject, expected: string): void {
  if (iss !== expected)
    throw new TrustError('TRUST_WRONG_ISSUER', `the statement is ${expected}'s`, {
      pointer: '/statement/iss',
    });
}

function assertNotInFuture(iat: number, at: Instant): void {
  if (isInFuture(iat, at))
    throw new TrustError('TRUST_IAT_IN_FUTURE', 'the statement was signed in the future', {
      pointer: '/statement/iat',
    });
}

const addressed = (
  state: string,
  { type, data }: Pick<ParticipantCommand, 'type' | 'data'>,
  by: string,
  at: Instant,
): Addressed => ({
  state,
  stream: `state-${state}`,
  // Sound: type and data were paired where the command was made.
  command: { type, data, by, at } as ParticipantCommand,
});
