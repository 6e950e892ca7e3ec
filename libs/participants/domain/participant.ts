import type { CivilDate, Instant, KeyAlgorithm, KeyUse, PublicJwk } from '#kernel';
import type { MembershipStatus, Role } from './participant.messages.ts';

/** A state and everything its root stands for, as plain data. Before its admission: no id, no root. */
export type Participant = {
  readonly state: string | null;
  readonly root: { readonly kid: string; readonly jwk: PublicJwk } | null;
  /** In the order of `from`. */
  readonly memberships: readonly { readonly status: MembershipStatus; readonly from: Instant }[];
  readonly authorities: ReadonlyMap<string, Authority>;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly keys: ReadonlyMap<string, TrustedKey>;
};

/** A state with a root: every other than `NOT_ADMITTED`. */
export type Admitted = Participant & {
  readonly [Member in 'state' | 'root']: NonNullable<Participant[Member]>;
};

export type Authority = {
  /** `KG.MOH` */
  readonly id: string;
  readonly state: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly signsContracts: boolean;
};

/** A key that its state's root stands for: endorsed by the root, or by the authority that licensed its holder. */
export type TrustedKey = {
  readonly kid: string;
  readonly holder: string;
  readonly state: string;
  readonly use: KeyUse;
  readonly alg: KeyAlgorithm;
  readonly jwk: PublicJwk;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly signer: string;
  readonly endorsedAt: Instant;
  readonly retiredAt: Instant | null;
  readonly compromisedSince: Instant | null;
  /** The endorsement was recorded when its signer's key was in the wrong hands already: it never counted. */
  readonly disowned: boolean;
};

export type Agency = {
  /** `RU.AGENCY1` */
  readonly id: string;
  readonly state: string;
  /** Legal name and tax number as the last licence has them. */
  readonly name: string;
  readonly taxId: string | null;
  readonly licences: readonly Licence[];
};

export type Licence = {
  readonly number: string;
  readonly licensor: string;
  readonly destinations: readonly string[];
  readonly validFrom: CivilDate;
  readonly validUntil: CivilDate;
  readonly feePolicy: 'NO_FEE' | 'CAPPED';
  /** Granted, suspended, restored, revoked: the last one counts. Acts signed with a compromised key are taken out. */
  readonly acts: readonly LicenceAct[];
};

export type LicenceAct = {
  readonly act: 'GRANTED' | 'SUSPENDED' | 'RESTORED' | 'REVOKED';
  readonly issuedAt: Instant;
  readonly recordedAt: Instant;
  readonly signer: string;
};

export const NOT_ADMITTED: Participant = {
  state: null,
  root: null,
  memberships: [],
  authorities: new Map(),
  agencies: new Map(),
  keys: new Map(),
};

/** What the state is at an instant; undefined before its admission. */
export const membershipAt = (
  { memberships }: Participant,
  at: Instant,
): MembershipStatus | undefined => memberships.findLast(({ from }) => from <= at)?.status;
