import { activeVersions, versionOf, type ContractVersion } from '#contracts';
import { route } from '#exchange';
import {
  later,
  RuleBroken,
  TrustError,
  type ContractReference,
  type Instant,
  type Recipient,
} from '#kernel';
import { authoritiesWith, authority, type Role } from '#participants';
import { jcs } from '#signing';
import { DECISION_SECONDS, type Known } from './known.ts';

type Matter = { readonly issuer: string; readonly recordType: string };

/** What an event froze: contract versions and recipients (architecture §8). */
export type Frozen = {
  readonly at: Instant;
  readonly under: readonly ContractReference[];
  readonly to: readonly Recipient[];
};

/**
 * A record was issued under every contract that was in force and asks for it, and under no other; it went to
 * everybody whom their grants name, and to nobody else.
 * @returns the age limit in seconds
 * @throws RuleBroken `RULE_NO_CONTRACT`; TrustError `TRUST_MISROUTED`
 */
export function proveRouting(frozen: Frozen, matter: Matter, known: Known): number {
  const { under, to } = frozen;
  assertInForce(frozen, matter, known);
  const [before, now] = inForce(frozen.at, matter, known);
  const leftOut = now.find((one) => has(before, one) && !has(under, one));
  if (leftOut) throw misrouted(`${leftOut.contract} was in force and left out`);
  const expected = routeUnder(under, matter, known);
  const missing = expected.to.find(
    (one) =>
      !isNew(one.authority, frozen.at, known) && !to.some((other) => jcs(other) === jcs(one)),
  );
  if (missing) throw misrouted(`${missing.authority} was left out`);
  return expected.maxAgeSeconds;
}

/** What was shared later went under contracts in force, and only to whom they name. */
export function assertInForce({ at, under, to }: Frozen, matter: Matter, known: Known): void {
  const versions = inForce(at, matter, known).flat();
  const stray = under.find((one) => !has(versions, one));
  if (stray || under.length === 0)
    throw new RuleBroken('RULE_NO_CONTRACT', 'a contract was not in force when the event was made');
  const expected = routeUnder(under, matter, known).to;
  for (const { authority: id, grants } of to) {
    const granted = expected.find((one) => one.authority === id)?.grants.map(jcs) ?? [];
    if (!grants.every((grant) => granted.includes(jcs(grant))))
      throw misrouted(`${id} was granted nothing of it`);
  }
}

/** The versions that ask for the record: when the hub may have decided at the earliest, and when it recorded. */
const inForce = (at: Instant, matter: Matter, known: Known) =>
  [later(at, -DECISION_SECONDS), at].map(
    (moment) => route(matter, activeVersions(known.contracts, moment), directoryOf(known)).under,
  ) as [readonly ContractReference[], readonly ContractReference[]];

const routeUnder = (under: readonly ContractReference[], matter: Matter, known: Known) =>
  route(
    matter,
    under.flatMap((one): readonly ContractVersion[] => {
      const version = versionOf(known.contracts, one);
      return version ? [version] : [];
    }),
    directoryOf(known),
  );

const has = (references: readonly ContractReference[], one: ContractReference): boolean =>
  references.some((other) => jcs(other) === jcs(one));

const directoryOf = ({ trust }: Known) => ({
  authority: (id: string) => authority(trust, id),
  authoritiesWith: (state: string, role: string) =>
    authoritiesWith(trust, state, role as Role).map(({ id }) => id),
});

/** So lately endorsed that another hub need not have known. */
const isNew = (id: string, at: Instant, { endorsed }: Known): boolean =>
  (endorsed.get(id) ?? at) > later(at, -DECISION_SECONDS);

const misrouted = (reason: string) => new TrustError('TRUST_MISROUTED', reason);
