import { byText, type CivilDate, type Instant } from '#kernel';
import { keyFault } from '../domain/key-judgement.ts';
import { licenceStatus, type LicenceStatus } from '../domain/licence.ts';
import type { Agency, TrustedKey } from '../domain/participant.ts';
import type { TrustList } from './trust-list.view.ts';

/** A licence as the public reads it. */
export type RegisteredLicence = {
  readonly number: string;
  /** The authority that granted it. */
  readonly issuer: string;
  readonly destinations: readonly string[];
  readonly validFrom: CivilDate;
  readonly validUntil: CivilDate;
  readonly feePolicy: 'NO_FEE' | 'CAPPED';
  readonly status: LicenceStatus;
};

/** A key that counts, by its thumbprint: what the agency's requests and statements are checked with. */
export type RegisteredKey = Pick<TrustedKey, 'kid' | 'use' | 'validUntil'>;

export type RegisteredAgency = Omit<Agency, 'licences'> & {
  readonly keys: readonly RegisteredKey[];
  readonly licences: readonly RegisteredLicence[];
};

/** Which agencies, by their state; which licences, by a destination that they name and by status. */
export type RegisterFilter = {
  readonly state?: string;
  readonly destination?: string;
  readonly status?: LicenceStatus;
};

/**
 * The register of agencies at an instant, in the order of their ids: those with a licence that the filter lets through,
 * and of their licences those. A licence that only a key in wrong hands granted stands in no register.
 */
export const agencyRegister = (
  trust: TrustList,
  at: Instant,
  { state, destination, status }: RegisterFilter = {},
): readonly RegisteredAgency[] =>
  [...trust.states.values()]
    .filter((one) => state === undefined || one.state === state)
    .flatMap(({ agencies, keys }) =>
      [...agencies.values()].map((one) => ({
        ...one,
        keys: activeKeysOf(one.id, keys, at),
        licences: registered(one, at),
      })),
    )
    .map((one) => ({
      ...one,
      licences: one.licences.filter(
        (licence) =>
          (destination === undefined || licence.destinations.includes(destination)) &&
          (status === undefined || licence.status === status),
      ),
    }))
    .filter(({ licences }) => licences.length > 0)
    .sort((one, other) => byText(one.id, other.id));

const activeKeysOf = (
  id: string,
  keys: ReadonlyMap<string, TrustedKey>,
  at: Instant,
): readonly RegisteredKey[] =>
  [...keys.values()]
    .filter((key) => key.holder === id && keyFault(key, key.use, at) === undefined)
    .map(({ kid, use, validUntil }) => ({ kid, use, validUntil }));

const registered = ({ licences }: Agency, at: Instant): readonly RegisteredLicence[] =>
  licences.flatMap((licence) => {
    const status = licenceStatus(licence, at);
    if (status === undefined) return [];
    const { acts: _, licensor: issuer, number, ...terms } = licence;
    return [{ number, issuer, ...terms, status }];
  });
