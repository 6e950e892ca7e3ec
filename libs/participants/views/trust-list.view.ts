import { hasCome, stateOf, TrustError, type ErrorCode, type Instant, type KeyUse } from '#kernel';
import { judged, keyFault, type Evidence } from '../domain/key-judgement.ts';
import { licenceStanding, type LicenceStanding } from '../domain/licence.ts';
import { participant } from '../domain/participant.decider.ts';
import type { MembershipStatus, ParticipantEvent, Role } from '../domain/participant.messages.ts';
import {
  membershipAt,
  NOT_ADMITTED,
  type Agency,
  type Authority,
  type Participant,
  type TrustedKey,
} from '../domain/participant.ts';

/** Every state with all it stands for. Plain data; a new event makes a new list, so one in hand never changes. */
export type TrustList = {
  readonly states: ReadonlyMap<string, Participant>;
  /** The state of each endorsed key, by kid. */
  readonly homes: ReadonlyMap<string, string>;
  /** Made from genesis and verified statements alone (`replayTrust`): what is not in it, no root endorsed. */
  readonly proved: boolean;
};

type Row = (state: Participant, event: ParticipantEvent) => Participant;

/** For what the hub knew at an instant, fold only the events with `at` up to it. */
export const trustListView = {
  initial: { states: new Map(), homes: new Map(), proved: false } as TrustList,

  /** Events of other families leave the list as it is. */
  evolve(trust: TrustList, event: { readonly type: string }): TrustList {
    if (!Object.hasOwn(participant.evolve, event.type)) return trust;
    const known = event as ParticipantEvent;
    const row = participant.evolve[known.type] as Row; // Filed under the event's own type.
    const state = stateIn(known);
    const states = new Map(trust.states).set(
      state,
      row(trust.states.get(state) ?? NOT_ADMITTED, known),
    );
    if (known.type !== 'KeyEndorsed') return { ...trust, states };
    // Two states raced for one key: it is whose endorsement stands first in the store.
    if (trust.homes.has(known.data.kid)) return trust;
    return { ...trust, states, homes: new Map(trust.homes).set(known.data.kid, state) };
  },
};

/** The state that a participants' event is about. */
export const stateIn = ({ data, by }: ParticipantEvent): string =>
  'state' in data ? data.state : stateOf(by);

/** The key, whatever became of it; undefined if nobody endorsed it. */
export const keyOf = (trust: TrustList, kid: string): TrustedKey | undefined =>
  trust.states.get(trust.homes.get(kid) ?? '')?.keys.get(kid);

export const keyActive = (key: TrustedKey, use: KeyUse, at: Instant): boolean =>
  keyFault(key, use, at) === undefined;

/** What the key is at an instant: active, or the code of why it is not. */
export const keyStanding = (key: TrustedKey, at: Instant): 'ACTIVE' | ErrorCode =>
  keyFault(key, key.use, at) ?? 'ACTIVE';

/**
 * The key, if it is active for this use.
 * @throws TrustError `TRUST_KEY_UNKNOWN` (`TRUST_KEY_NOT_ENDORSED` in a proved list), `TRUST_KEY_USE`,
 *   `TRUST_KEY_NOT_ACTIVE`, `TRUST_KEY_RETIRED`, `TRUST_KEY_COMPROMISED`
 */
export function activeKey(trust: TrustList, kid: string, use: KeyUse, at: Instant): TrustedKey {
  const key = knownKey(trust, kid);
  return unlessFault(key, keyFault(key, use, at));
}

/**
 * The key, if a signature made with it counts.
 * @throws TrustError as `activeKey`, and `TRUST_IAT_IN_FUTURE`
 */
export function judge(trust: TrustList, kid: string, evidence: Evidence): TrustedKey {
  const key = knownKey(trust, kid);
  return unlessFault(key, judged(key, evidence));
}

/** Whether a record of that time was signed with a key that is known to have been in the wrong hands (architecture §6). */
export const isDoubtful = (trust: TrustList, kid: string, recordedAt: Instant): boolean =>
  hasCome(keyOf(trust, kid)?.compromisedSince, recordedAt);

export const authority = (trust: TrustList, id: string): Authority | undefined =>
  trust.states.get(stateOf(id))?.authorities.get(id);

/** In the order of their endorsement. */
export const authoritiesWith = (
  trust: TrustList,
  state: string,
  role: Role,
): readonly Authority[] =>
  [...(trust.states.get(state)?.authorities.values() ?? [])].filter(({ roles }) =>
    roles.includes(role),
  );

export const agency = (trust: TrustList, id: string): Agency | undefined =>
  trust.states.get(stateOf(id))?.agencies.get(id);

/** Whether the participant is licensed to recruit for that state then; nobody but an agency is. */
export function licensed(
  trust: TrustList,
  id: string,
  destination: string,
  at: Instant,
): LicenceStanding {
  const known = agency(trust, id);
  return known ? licenceStanding(known, destination, at) : 'LICENCE_NOT_ACTIVE';
}

/** What the state is at an instant; undefined before its admission. A suspended one pushes nothing new, but may revoke. */
export const membership = (
  trust: TrustList,
  state: string,
  at: Instant,
): MembershipStatus | undefined => membershipAt(trust.states.get(state) ?? NOT_ADMITTED, at);

/** The state whose root this is. */
export const stateOfRoot = (trust: TrustList, kid: string): Participant | undefined =>
  [...trust.states.values()].find(({ root }) => root?.kid === kid);

function knownKey(trust: TrustList, kid: string): TrustedKey {
  const key = keyOf(trust, kid);
  if (key) return key;
  const code = trust.proved ? 'TRUST_KEY_NOT_ENDORSED' : 'TRUST_KEY_UNKNOWN';
  throw new TrustError(code, `${kid} is in no trust list`, { facts: { kid } });
}

function unlessFault(key: TrustedKey, fault: ErrorCode | undefined): TrustedKey {
  if (fault === undefined) return key;
  throw new TrustError(fault, `${key.kid} of ${key.holder} does not count`, {
    facts: { kid: key.kid },
  });
}
