import type { ContractVersion, Grant } from '#contracts';
import {
  byText,
  isOnlyAnswered,
  joinRecipients,
  type ContractReference,
  type Recipient,
} from '#kernel';

/** Who there is, at the time of the event; what routing needs of the trust list. */
export type Directory = {
  /** Undefined for an authority that no root endorsed. */
  authority(id: string): unknown;
  /** Ids of the authorities that have the role in the state. */
  authoritiesWith(state: string, role: string): readonly string[];
};

/** The decision that an event freezes, and the age limit that comes with it. */
export type Route = {
  readonly under: readonly ContractReference[];
  readonly to: readonly Recipient[];
  /** The shortest `maxAge` of the versions; 0 if there is none. */
  readonly maxAgeSeconds: number;
};

/**
 * Who gets a record, under which contract versions (architecture §8). A function of the issuer, the record type and the
 * contracts alone, never of a claim, so that the permanent part says nothing about the person. Without a version in
 * force that has a grant of the issuer, `under` is empty: no exchange.
 * @param active the contract versions in force at the time of the event, in any order
 */
export function route(
  { issuer, recordType }: { readonly issuer: string; readonly recordType: string },
  active: readonly ContractVersion[],
  directory: Directory,
): Route {
  const granting = active
    .map((version) => ({ version, grants: grantsOf(version, issuer, recordType) }))
    .filter(({ grants }) => grants.length > 0);
  const to = granting.flatMap(({ version: { contract, version }, grants }) =>
    grants.flatMap(([grant, { to: recipients }]) =>
      authoritiesOf(recipients, directory)
        .filter((authority) => authority !== issuer)
        .map((authority) => ({ authority, grants: [{ contract, version, grant }] })),
    ),
  );
  return {
    under: granting
      .map(({ version }) => referenceTo(version))
      .sort((one, other) => byText(one.contract, other.contract)),
    to: joinRecipients(to, []),
    maxAgeSeconds: granting.reduce(
      (least, { version: { document } }) => Math.min(least, document.maxAgeSeconds),
      granting.length === 0 ? 0 : Infinity,
    ),
  };
}

const grantsOf = ({ document }: ContractVersion, issuer: string, recordType: string) =>
  [...document.grants.entries()].filter(
    ([, grant]) => grant.from === issuer && grant.recordType === recordType,
  );

/** Agencies and information centres get answers, never deliveries; their grant still lets the record run under the contract. */
function authoritiesOf(to: Grant['to'], directory: Directory): readonly string[] {
  if ('authority' in to) return directory.authority(to.authority) ? [to.authority] : [];
  return isOnlyAnswered(to.role) ? [] : directory.authoritiesWith(to.state, to.role);
}

const referenceTo = ({ contract, version, hash }: ContractVersion): ContractReference => ({
  contract,
  version,
  hash,
});
