import { hasCome, RuleBroken, stateOf, TrustError, type Decider } from '#kernel';
import { keyFault } from './key-judgement.ts';
import { evolve } from './participant.evolve.ts';
import {
  FOUNDERS,
  QUORUM,
  type ParticipantCommand,
  type ParticipantEvent,
} from './participant.messages.ts';
import {
  NOT_ADMITTED,
  type Admitted,
  type Licence,
  type LicenceAct,
  type Participant,
  type TrustedKey,
} from './participant.ts';

type Command<Type extends ParticipantCommand['type']> = Extract<ParticipantCommand, { type: Type }>;
type SingleSigned = Exclude<ParticipantCommand, { type: 'AdmitState' | 'ChangeMembership' }>;

/** One state: its membership, authorities, agencies and keys. A repeated statement changes nothing. */
export const participant: Decider<Participant, ParticipantCommand, ParticipantEvent> = {
  initial: NOT_ADMITTED,
  evolve,

  decide: {
    AdmitState({ data, by, at }, { root }) {
      if (by !== FOUNDERS && by !== QUORUM) throw noQuorum(data.state);
      if (root?.kid === data.kid) return [];
      if (root) throw endorsedOtherwise(`${data.state} has another root`);
      return [{ type: 'StateAdmitted', data, by, at }];
    },

    ChangeMembership({ data, by, at }, state) {
      assertAdmitted(state, data.state);
      const leaves = by === data.state && data.status === 'left';
      if (by !== QUORUM && !leaves) throw noQuorum(data.state);
      const known = state.memberships.find(({ from }) => from === data.from);
      if (known?.status === data.status) return [];
      if (known) throw endorsedOtherwise(`${data.state} is ${known.status} from then on`);
      return [{ type: 'MembershipChanged', data, by, at }];
    },

    EndorseAuthority(command, state) {
      const { data, by, at } = command;
      assertRoot(command, state);
      assertOwn(data.authority, state);
      const known = state.authorities.get(data.authority);
      if (known && isSameAuthority(known, data)) return [];
      if (known || state.agencies.has(data.authority))
        throw endorsedOtherwise(`${data.authority} is taken`);
      return [{ type: 'AuthorityEndorsed', data, by, at }];
    },

    EndorseKey(command, state) {
      const { data, by, at } = command;
      assertEndorser(command, state);
      const known = state.keys.get(data.kid);
      if (known && isSameKey(known, data)) return [];
      if (known || state.root.kid === data.kid)
        throw endorsedOtherwise(`${data.kid} was endorsed before`);
      return [{ type: 'KeyEndorsed', data, by, at }];
    },

    RetireKey(command, state) {
      const { data, by, at } = command;
      if (keyInCare(command, state).retiredAt !== null) return [];
      return [{ type: 'KeyRetired', data, by, at }];
    },

    /** A later report may only move `since` back: what did not count stays so. */
    ReportCompromise(command, state) {
      const { data, by, at } = command;
      const { compromisedSince } = keyInCare(command, state);
      if (hasCome(compromisedSince, data.since)) return [];
      return [{ type: 'KeyCompromised', data, by, at }];
    },

    LicenseAgency(command, state) {
      const { data, by, at } = command;
      assertSigner(command, state);
      assertOwn(data.agency, state);
      if (!state.authorities.has(by)) throw notAllowed(by, 'license agencies');
      if (state.authorities.has(data.agency)) throw endorsedOtherwise(`${data.agency} is taken`);
      const known = licenceOf(state, data);
      if (known && isSameLicence(known, data, by)) return [];
      if (known) throw endorsedOtherwise(`licence ${data.number} has other terms`);
      return [{ type: 'AgencyLicensed', data: { ...data, licensor: by }, by, at }];
    },

    SuspendLicence(command, state) {
      const { data, by, at } = command;
      const { acts } = licenceInCare(command, state);
      if (lastOf(acts) === 'SUSPENDED' || isDone(acts, 'SUSPENDED', data.issuedAt)) return [];
      assertNotRevoked(acts, data.number);
      // In one second the suspension wins, so a licence granted and suspended at once is suspended.
      if (acts.some(({ issuedAt }) => data.issuedAt < issuedAt)) throw stale(data.number);
      return [{ type: 'LicenceSuspended', data, by, at }];
    },

    RestoreLicence(command, state) {
      const { data, by, at } = command;
      const { acts } = licenceInCare(command, state);
      if (isDone(acts, 'RESTORED', data.issuedAt)) return [];
      assertNotRevoked(acts, data.number);
      if (lastOf(acts) !== 'SUSPENDED') return [];
      if (acts.some(({ issuedAt }) => data.issuedAt <= issuedAt)) throw stale(data.number);
      return [{ type: 'LicenceRestored', data, by, at }];
    },

    /** For good. In one second it wins over every other act. */
    RevokeLicence(command, state) {
      const { data, by, at } = command;
      const { acts } = licenceInCare(command, state);
      if (lastOf(acts) === 'REVOKED') return [];
      if (acts.some(({ issuedAt }) => data.issuedAt < issuedAt)) throw stale(data.number);
      return [{ type: 'LicenceRevoked', data, by, at }];
    },
  },
};

function assertAdmitted(known: Participant, state: string): asserts known is Admitted {
  if (!known.root)
    throw new RuleBroken('RULE_STATE_UNKNOWN', `${state} was not admitted`, { facts: { state } });
}

/** Nobody names participants of another state. */
function assertOwn(id: string, { state }: Admitted): void {
  if (stateOf(id) !== state || id === state) throw notAllowed(state, `speak for ${id}`);
}

/** Signed with the root, or with an active `statement` key of who signed. */
function assertSigner(
  { data: { signer }, by, at }: SingleSigned,
  state: Participant,
): asserts state is Admitted {
  assertAdmitted(state, stateOf(by));
  if (by === state.state && signer === state.root.kid) return;
  const key = state.keys.get(signer);
  if (!key || key.holder !== by) throw notAllowed(by, 'sign in this state');
  const fault = keyFault(key, 'statement', at);
  if (fault) throw new TrustError(fault, `${signer} is no statement key of ${by} now`);
}

function assertRoot(command: SingleSigned, state: Participant): asserts state is Admitted {
  assertSigner(command, state);
  if (command.by !== state.state) throw notAllowed(command.by, 'act for the root');
}

/** The root for its authorities; for an agency, who licensed it. Nobody else's word makes a key (architecture §6). */
function assertEndorser(
  command: Command<'EndorseKey'>,
  state: Participant,
): asserts state is Admitted {
  const { data, by } = command;
  assertAdmitted(state, stateOf(data.holder));
  if (stateOf(by) !== state.state || stateOf(data.holder) !== state.state)
    throw notEndorsed(data.kid, by);
  assertSigner(command, state);
  const agency = state.agencies.get(data.holder);
  const authority = state.authorities.get(data.holder);
  if (!agency && !authority) throw unknownHolder(data.holder, by === state.state);
  if (authority ? by !== state.state : !isLicensor(state, data.holder, by))
    throw notEndorsed(data.kid, by);
  // Agencies ask and attest; records and their status are the ministries'.
  if (agency && data.use !== 'request' && data.use !== 'statement')
    throw notAllowed(data.holder, `hold a ${data.use} key`);
}

/** The key that the command is about, if its signer answers for it. */
function keyInCare(
  command: Command<'RetireKey'> | Command<'ReportCompromise'>,
  state: Participant,
): TrustedKey {
  const { data, by } = command;
  assertSigner(command, state);
  const key = state.keys.get(data.kid);
  if (!key)
    throw new TrustError('TRUST_KEY_UNKNOWN', `${data.kid} was not endorsed`, {
      facts: { kid: data.kid },
    });
  if (by !== state.state && !isLicensor(state, key.holder, by))
    throw notAllowed(by, `withdraw a key of ${key.holder}`);
  return key;
}

function licenceInCare(
  command: Command<'SuspendLicence'> | Command<'RestoreLicence'> | Command<'RevokeLicence'>,
  state: Participant,
): Licence {
  assertSigner(command, state);
  const licence = licenceOf(state, command.data);
  if (!licence)
    throw new RuleBroken('RULE_AGENCY_UNKNOWN', `${command.data.agency} has no such licence`, {
      facts: { agency: command.data.agency },
    });
  if (licence.licensor !== command.by) throw notAllowed(command.by, 'act on this licence');
  return licence;
}

const licenceOf = (
  { agencies }: Participant,
  { agency, number }: { readonly agency: string; readonly number: string },
): Licence | undefined => agencies.get(agency)?.licences.find((one) => one.number === number);

const isLicensor = ({ agencies }: Participant, agency: string, by: string): boolean =>
  agencies.get(agency)?.licences.some(({ licensor }) => licensor === by) ?? false;

/** Undefined once every act turned out to be of a key in wrong hands. */
const lastOf = (acts: readonly LicenceAct[]): LicenceAct['act'] | undefined => acts.at(-1)?.act;

function assertNotRevoked(acts: readonly LicenceAct[], number: string): void {
  if (lastOf(acts) === 'REVOKED')
    throw new RuleBroken('RULE_LICENCE_REVOKED', `licence ${number} was revoked`, {
      facts: { number },
    });
}

const isDone = (acts: readonly LicenceAct[], act: LicenceAct['act'], issuedAt: string): boolean =>
  acts.some((one) => one.act === act && one.issuedAt === issuedAt);

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

type Authority = Pick<Command<'EndorseAuthority'>['data'], 'name' | 'roles' | 'signsContracts'>;
const isSameAuthority = (one: Authority, other: Authority): boolean =>
  one.name === other.name &&
  one.signsContracts === other.signsContracts &&
  sameList(one.roles, other.roles);

const isSameKey = (known: TrustedKey, data: Command<'EndorseKey'>['data']): boolean =>
  known.holder === data.holder &&
  known.use === data.use &&
  known.alg === data.alg &&
  known.validFrom === data.validFrom &&
  known.validUntil === data.validUntil;

const isSameLicence = (
  known: Licence,
  data: Command<'LicenseAgency'>['data'],
  by: string,
): boolean =>
  known.licensor === by &&
  known.validFrom === data.validFrom &&
  known.validUntil === data.validUntil &&
  known.feePolicy === data.feePolicy &&
  sameList(known.destinations, data.destinations);

const noQuorum = (state: string) =>
  new TrustError('TRUST_QUORUM', `no quorum about ${state}`, { facts: { state } });
const notAllowed = (by: string, act: string) =>
  new TrustError('TRUST_NOT_ALLOWED', `${by} may not ${act}`, { facts: { participant: by } });
const notEndorsed = (kid: string, by: string) =>
  new TrustError('TRUST_KEY_NOT_ENDORSED', `${by} cannot endorse ${kid}`, { facts: { kid } });
const endorsedOtherwise = (reason: string) => new RuleBroken('RULE_ALREADY_ENDORSED', reason);
const stale = (number: string) =>
  new RuleBroken('RULE_STATEMENT_STALE', `a newer act on licence ${number} came first`, {
    facts: { number },
  });
const unknownHolder = (holder: string, byRoot: boolean) =>
  new RuleBroken(byRoot ? 'RULE_AUTHORITY_UNKNOWN' : 'RULE_AGENCY_UNKNOWN', `no ${holder}`, {
    facts: { holder },
  });
