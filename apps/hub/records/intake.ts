import { activeVersions, type ContractsView } from '#contracts';
import {
  parseClearance,
  parseCredential,
  readClearance,
  recordDigest,
  recordTypeOf,
  resolve,
  validateRecord,
  verifyCredentialAsync,
  type Clearance,
  type Family,
  type ParsedClearance,
  type ParsedCredential,
  type RecordType,
  type Resolved,
  type SealedItem,
  type Warning,
} from '#credentials';
import { route, type Route } from '#exchange';
import {
  instantOf,
  later,
  RuleBroken,
  stateOf,
  TrustError,
  WireError,
  type Instant,
} from '#kernel';
import { judge, membership, type TrustedKey, type TrustList } from '#participants';
import { directoryOf, verifierOf } from '../views/trust-questions.ts';
import { checkClearances } from './clearance-check.ts';
import { checkSealedGranted } from './sealed-check.ts';

/** What a ministry pushes (architecture §11). */
export type Push = {
  /** SD-JWT VC: the issuer-signed JWT and every disclosure that is not sealed. */
  readonly record: string;
  readonly clearances?: readonly string[];
  readonly sealed?: readonly SealedItem[];
  /** What was stated of the record before it is stored: a case's registration. */
  readonly statement?: string;
};

/** A pushed record as soon as it can be read: enough to find out whether it is already stored. */
export type Named = {
  readonly issuer: string;
  readonly id: string;
  readonly type: RecordType;
  readonly parsed: ParsedCredential;
  /** The tree the disclosures make; its signature is not verified yet. */
  readonly resolved: Resolved;
  readonly digest: string;
};

/** The stream that a record is stored in. */
export const streamOf = ({ type, issuer, id }: Named): string => `${type.family}-${issuer}-${id}`;

/** A push that passed every check which needs no store. */
export type Admitted = Named & {
  readonly controller: string;
  readonly clearances: readonly Clearance[];
  readonly sealed: readonly SealedItem[];
  readonly routing: Route;
  readonly warnings: readonly Warning[];
};

export type Knowledge = {
  readonly trust: TrustList;
  readonly contracts: ContractsView;
  /** Where the hub publishes status lists. */
  readonly statusLists: string;
};

/** Reads a push strictly and checks that the pusher is the issuer. Nothing is verified yet. */
export function name(push: Push, pusher: string, family: Family): Named {
  const parsed = parseCredential(push.record);
  const { iss, id, vct } = parsed.payload;
  if (iss !== pusher)
    throw new TrustError('TRUST_WRONG_ISSUER', 'a record of another issuer was pushed', {
      pointer: '/record',
    });
  const type = recordTypeOf(vct);
  if (type.family !== family)
    throw new WireError('WIRE_UNKNOWN_RECORD_TYPE', `${type.name} is not pushed here`, {
      pointer: '/record/vct',
      facts: { recordType: type.name },
    });
  const resolved = resolve(parsed);
  return { issuer: iss, id, type, parsed, resolved, digest: recordDigest(parsed.jwt) };
}

/**
 * The checks of a push, in order, each throwing one coded error: key → membership → contract → time →
 * signatures → content → sealed items → clearances. `at` is the time the record would be recorded.
 */
export async function admit(
  push: Push,
  named: Named,
  { trust, contracts, statusLists }: Knowledge,
  at: Instant,
): Promise<Admitted> {
  const { issuer, parsed, type, resolved } = named;
  issuerKey(trust, parsed, issuer, at);
  const controller = stateOf(issuer);
  checkMembership(trust, controller, at);
  const routing = route(
    { issuer, recordType: type.name },
    activeVersions(contracts, at),
    directoryOf(trust),
  );
  if (routing.under.length === 0)
    throw new RuleBroken('RULE_NO_CONTRACT', `no contract for ${type.name} of ${issuer}`, {
      facts: { issuer, recordType: type.name },
    });
  checkAge(parsed.payload.iat, at, routing.maxAgeSeconds);
  const clearances = (push.clearances ?? []).map(parseClearance);
  await Promise.all(
    [parsed, ...clearances].map((credential) => verifyByIssuer(credential, issuer, trust, at)),
  );
  const sealed = push.sealed ?? [];
  const warnings = validateRecord(type, resolved, sealed);
  checkSealedGranted(sealed, routing.to, contracts);
  const shown = clearances.map((clearance) => readClearance(clearance));
  checkClearances(shown, resolved.claims, statusLists);
  return { ...named, controller, clearances: shown, sealed, routing, warnings };
}

function issuerKey(
  trust: TrustList,
  { header, payload }: ParsedCredential | ParsedClearance,
  issuer: string,
  at: Instant,
): TrustedKey {
  const key = judge(trust, header.kid, { use: 'record', iat: payload.iat, recordedAt: at });
  if (key.holder !== issuer)
    throw new TrustError('TRUST_WRONG_ISSUER', `${header.kid} is a key of ${key.holder}`, {
      facts: { kid: header.kid },
    });
  return key;
}

/** @throws TrustError TRUST_MEMBERSHIP */
export function checkMembership(trust: TrustList, state: string, at: Instant): void {
  if (membership(trust, state, at) !== 'member')
    throw new TrustError('TRUST_MEMBERSHIP', `${state} is not an active member`, {
      facts: { state },
    });
}

/** @throws TrustError TRUST_IAT_TOO_OLD */
export function checkAge(iat: number, at: Instant, maxAgeSeconds: number): void {
  if (instantOf(iat) < later(at, -maxAgeSeconds))
    throw new TrustError('TRUST_IAT_TOO_OLD', 'a record was signed too long ago', {
      facts: { maxAgeSeconds },
    });
}

/** Each credential's own key is judged: a ministry may sign clearances with another of its record keys. */
async function verifyByIssuer(
  credential: ParsedCredential | ParsedClearance,
  issuer: string,
  trust: TrustList,
  at: Instant,
): Promise<void> {
  const key = issuerKey(trust, credential, issuer, at);
  await verifyCredentialAsync(credential, verifierOf(key));
}
