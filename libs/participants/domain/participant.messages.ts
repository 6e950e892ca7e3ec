import type {
  CivilDate,
  DomainCommand,
  DomainEvent,
  Instant,
  KeyAlgorithm,
  KeyUse,
  PublicJwk,
} from '#kernel';

export type { KeyAlgorithm, KeyUse, PublicJwk };

export type Role =
  'health-ministry' | 'labour-ministry' | 'migration-authority' | 'auditor' | 'information-centre';

/** What a state is, from an instant on. */
export type MembershipStatus = 'member' | 'observer' | 'suspended' | 'left';

/** The bytes that were signed: a compact JWS, or JWS General JSON where a quorum signs. Stored as they came. */
export type Statement = string;

/** By whom the founding states are admitted: all of their roots signed genesis. */
export const FOUNDERS = 'GENESIS';
/** By whom a membership is given or changed: as many roots of member states as genesis asks for. */
export const QUORUM = 'QUORUM';

/** A statement by one signer. */
type Signed = {
  readonly statement: Statement;
  /** The key it was signed with: the state's root, or a `statement` key. */
  readonly signer: string;
  /** When its signer says it was signed; it orders acts on one licence, so that an old one cannot come back. */
  readonly issuedAt: Instant;
};

/** A state comes in, with the root that everything of it hangs from. */
type Admission = {
  readonly state: string;
  readonly root: PublicJwk;
  readonly kid: string;
  readonly status: MembershipStatus;
  readonly from: Instant;
  readonly statement: Statement;
};

type Membership = {
  readonly state: string;
  readonly status: MembershipStatus;
  readonly from: Instant;
  readonly statement: Statement;
};

type AuthorityEndorsement = Signed & {
  readonly authority: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly signsContracts: boolean;
};

type KeyEndorsement = Signed & {
  readonly holder: string;
  readonly kid: string;
  readonly use: KeyUse;
  readonly alg: KeyAlgorithm;
  readonly jwk: PublicJwk;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
};

type Retirement = Signed & { readonly kid: string };

/** Nothing recorded at `since` or later counts, whatever time it claims. */
type Compromise = Signed & { readonly kid: string; readonly since: Instant };

type AgencyLicence = Signed & {
  readonly agency: string;
  /** The legal name. */
  readonly name: string;
  /** By which its state's tax service knows the firm; licences from before the register asked for it lack it. */
  readonly taxId?: string;
  readonly number: string;
  /** States it may recruit for. */
  readonly destinations: readonly string[];
  readonly validFrom: CivilDate;
  /** The last day, in UTC. */
  readonly validUntil: CivilDate;
  readonly feePolicy: 'NO_FEE' | 'CAPPED';
};

type LicenceAct = Signed & { readonly agency: string; readonly number: string };

/** A state of the hub and everything its root stands for live in one stream, `state-<XX>`. */
export type ParticipantEvent =
  | DomainEvent<'StateAdmitted', Admission>
  | DomainEvent<'MembershipChanged', Membership>
  | DomainEvent<'AuthorityEndorsed', AuthorityEndorsement>
  | DomainEvent<'KeyEndorsed', KeyEndorsement>
  | DomainEvent<'KeyRetired', Retirement>
  | DomainEvent<'KeyCompromised', Compromise>
  | DomainEvent<'AgencyLicensed', AgencyLicence & { readonly licensor: string }>
  | DomainEvent<'LicenceSuspended', LicenceAct>
  | DomainEvent<'LicenceRestored', LicenceAct>
  | DomainEvent<'LicenceRevoked', LicenceAct>;

/**
 * `by` is the signer: a state's id for its root (`KG`), an authority's or agency's id, `FOUNDERS` or
 * `QUORUM`. Signatures are verified before, and so is what other states' streams know of the key.
 */
export type ParticipantCommand =
  | DomainCommand<'AdmitState', Admission>
  | DomainCommand<'ChangeMembership', Membership>
  | DomainCommand<'EndorseAuthority', AuthorityEndorsement>
  | DomainCommand<'EndorseKey', KeyEndorsement>
  | DomainCommand<'RetireKey', Retirement>
  | DomainCommand<'ReportCompromise', Compromise>
  | DomainCommand<'LicenseAgency', AgencyLicence>
  | DomainCommand<'SuspendLicence', LicenceAct>
  | DomainCommand<'RestoreLicence', LicenceAct>
  | DomainCommand<'RevokeLicence', LicenceAct>;
