import { endOfDay } from '#certificates';
import {
  covers,
  parseClearance,
  readPresentedClearance,
  statusAt,
  type ParsedClearance,
  type ParsedStatusList,
  type PresentedClearance,
} from '#credentials';
import {
  earliestOf,
  hasCome,
  HubError,
  instantOf,
  later,
  numericDate,
  stateOf,
  type CivilDate,
  type Instant,
} from '#kernel';
import {
  authority,
  isInFuture,
  judged,
  keyOf,
  type Evidence,
  type TrustedKey,
} from '#participants';
import { verificationKey, verifyJws } from '#signing';
import type { OpenedKit } from './offline-kit.ts';

/** What the agency looks for, and what it has before it besides the clearance. */
export type OfflineQuestion = {
  readonly destination: string;
  /** ISCO-08. */
  readonly occupation?: string;
  /** Of the passport or card in the worker's hand, as `checkDocumentNumber` gives it. */
  readonly documentNumber?: string;
};

/** Why not, each a fact about the clearance. */
export const AGAINST = {
  KEY_NOT_ENDORSED: 'no state endorsed the key that signed it',
  IN_FUTURE: 'it says that it was signed in the future',
  KEY_NOT_ACTIVE: 'its key was not to be used, or not any more, when it was signed',
  NOT_A_HEALTH_MINISTRY: 'its issuer is not a health ministry',
  NOT_SIGNED: 'the signature is not that of its issuer',
  NOT_SHOWN: 'it withholds its profile, its last day or the document number',
  OTHER_DESTINATION: 'it is for another state',
  OTHER_DOCUMENT: 'it names another document',
  OUTSIDE_SCOPE: 'it does not cover this work',
  EXPIRED: 'its last day is over',
  NOT_STANDING: 'it is revoked, superseded, under review or erased, or the hub never had it',
} as const;

/** Why nothing can be said, each a fact about what is at hand: ask online, or fetch a new kit. */
export const LACKING = {
  KIT_OLDER: 'it was signed after the kit was fetched',
  KEY_COMPROMISED: 'its key was in the wrong hands: only the hub knows what was recorded before',
  LIST_MISSING: 'the kit has no list of that name',
  LIST_NOT_PROVED: 'the list is not signed by whom the issuer endorsed for it',
  LIST_EXPIRED: 'the list is too old to say anything',
  LIST_OLDER: 'the list was signed before the clearance',
} as const;

export type OfflineReason = keyof typeof AGAINST | keyof typeof LACKING;

export type OfflineAnswer = {
  readonly answer: 'CONFIRMED' | 'NOT_CONFIRMED' | 'CANNOT_ANSWER';
  readonly reasons: readonly OfflineReason[];
  /** Which keys count is known as of then: when the kit was fetched. */
  readonly keysAsOf: Instant;
  /** How things stood then, by the list; what came later is not known. Absent where no list was relied on. */
  readonly asOf?: Instant;
  /** Until when that list may be relied on. */
  readonly listEndsAt?: Instant;
  /** Of a clearance that is confirmed. */
  readonly validUntil?: CivilDate;
  readonly checkedAt: Instant;
};

/**
 * Whether a worker is cleared, by the clearance in the worker's hand and what was fetched before. A function of its arguments:
 * it asks nobody, and trusts nobody but the genesis that the kit was opened with.
 *
 * It knows less than the hub: no contract and no licence, nothing of what was recorded since `asOf`, no suspension of
 * recognition by the destination, and nothing of a person but the document number.
 * @throws WireError if it is no clearance
 */
export function checkClearance(
  text: string,
  kit: OpenedKit,
  question: OfflineQuestion,
  at: Instant,
): OfflineAnswer {
  const parsed = parseClearance(text);
  const clearance = readPresentedClearance(parsed);
  const asked = { keysAsOf: kit.fetchedAt, checkedAt: at };
  const found = [
    ...faultsOfKey(parsed, clearance, kit, at),
    ...faultsOfContent(clearance, question, at),
  ];
  const against = found.filter((reason) => Object.hasOwn(AGAINST, reason));
  if (against.length > 0) return { answer: 'NOT_CONFIRMED', reasons: against, ...asked };
  const parsedList = kit.lists.get(clearance.status.list);
  const lacking = [...found, ...faultsOfList(parsedList, clearance, kit, at)];
  if (lacking.length > 0) return { answer: 'CANNOT_ANSWER', reasons: lacking, ...asked };
  const { list } = parsedList!;
  const relied = { asOf: instantOf(list.iat), listEndsAt: instantOf(list.exp), ...asked };
  // What lies beyond the list does not stand either.
  if (statusAt(list, clearance.status.index) !== 0)
    return { answer: 'NOT_CONFIRMED', reasons: ['NOT_STANDING'], ...relied };
  return { answer: 'CONFIRMED', reasons: [], validUntil: clearance.validUntil!, ...relied };
}

function faultsOfKey(
  parsed: ParsedClearance,
  { issuer, kid, iat }: PresentedClearance,
  { trust, fetchedAt }: OpenedKit,
  at: Instant,
): readonly OfflineReason[] {
  const key = keyOf(trust, kid);
  if (!key || key.disowned)
    return [instantOf(iat) > fetchedAt && !key ? 'KIT_OLDER' : 'KEY_NOT_ENDORSED'];
  if (key.holder !== issuer || !isSignedWith(parsed, key)) return ['NOT_SIGNED'];
  if (!authority(trust, issuer)?.roles.includes('health-ministry'))
    return ['NOT_A_HEALTH_MINISTRY'];
  if (isInFuture(iat, at)) return ['IN_FUTURE'];
  if (judged({ ...key, compromisedSince: null }, lastEvidence(key, iat, at)) !== undefined)
    return ['KEY_NOT_ACTIVE'];
  return key.compromisedSince === null ? [] : ['KEY_COMPROMISED'];
}

/** When the clearance was recorded is not known here: at the latest now, and before its key was put away. */
function lastEvidence({ retiredAt, validUntil }: TrustedKey, iat: number, at: Instant): Evidence {
  const lastMoment = later(earliestOf(validUntil, retiredAt ?? validUntil), -0.001);
  return { use: 'record', iat, recordedAt: earliestOf(at, lastMoment) };
}

function isSignedWith(parsed: Parameters<typeof verifyJws>[0], { jwk, alg }: TrustedKey): boolean {
  try {
    verifyJws(parsed, verificationKey(jwk, alg));
    return true;
  } catch (error) {
    if (error instanceof HubError) return false;
    throw error;
  }
}

function faultsOfContent(
  { issuer, profile, validUntil, fitnessScope, ...clearance }: PresentedClearance,
  { destination, occupation, documentNumber }: OfflineQuestion,
  at: Instant,
): readonly OfflineReason[] {
  const isHidden = documentNumber !== undefined && clearance.documentNumber === undefined;
  if (profile === undefined || validUntil === undefined || isHidden) return ['NOT_SHOWN'];
  const conditions: readonly (readonly [boolean, OfflineReason])[] = [
    [profile.startsWith(`${destination}/`), 'OTHER_DESTINATION'],
    [documentNumber === undefined || documentNumber === clearance.documentNumber, 'OTHER_DOCUMENT'],
    [covers(fitnessScope, occupation), 'OUTSIDE_SCOPE'],
    [!hasCome(endOfDay(validUntil, stateOf(issuer)), at), 'EXPIRED'],
  ];
  return conditions.filter(([holds]) => !holds).map(([, reason]) => reason);
}

/** A list counts while its key does: the issuer's own word, now, for who signs its lists. */
function faultsOfList(
  parsed: ParsedStatusList | undefined,
  { issuer, iat }: PresentedClearance,
  { trust }: OpenedKit,
  at: Instant,
): readonly OfflineReason[] {
  if (!parsed) return ['LIST_MISSING'];
  const { list, header } = parsed;
  const key = keyOf(trust, header.kid);
  const isProved =
    key?.holder === issuer &&
    judged(key, { use: 'status', iat: list.iat, recordedAt: at }) === undefined &&
    isSignedWith(parsed, key);
  if (!isProved) return ['LIST_NOT_PROVED'];
  if (numericDate(at) >= list.exp) return ['LIST_EXPIRED'];
  return list.iat < iat ? ['LIST_OLDER'] : [];
}
