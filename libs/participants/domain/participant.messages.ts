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

/** A dated fact about a state. */
export type MembershipStatus = 'member' | 'observer' | 'suspended' | 'left';

/** The bytes that were signed: a compact JWS, or JWS General JSON where a quorum signs. Stored as they came. */
export type Statement = string;

/** A state of the hub and everything its root stands for live in one stream, `state-<XX>`. */
export type ParticipantEvent =
  | DomainEvent<
      'StateAdmitted',
      {
        state: string;
        root: PublicJwk;
        kid: string;
        status: MembershipStatus;
        from: Instant;
        statement: Statement;
      }
    >
  | DomainEvent<
      'MembershipChanged',
      { state: string; status: MembershipStatus; from: Instant; statement: Statement }
    >
  | DomainEvent<
      'AuthorityEndorsed',
      {
        authority: string;
        name: string;
        roles: readonly Role[];
        signsContracts: boolean;
        statement: Statement;
      }
    >
  | DomainEvent<
      'KeyEndorsed',
      {
        holder: string;
        kid: string;
        use: KeyUse;
        alg: KeyAlgorithm;
        jwk: PublicJwk;
        validFrom: Instant;
        validUntil: Instant;
        statement: Statement;
      }
    >
  | DomainEvent<'KeyRetired', { kid: string; statement: Statement }>
  | DomainEvent<'KeyCompromised', { kid: string; since: Instant; statement: Statement }>
  | DomainEvent<
      'AgencyLicensed',
      {
        agency: string;
        name: string;
        licensor: string;
        number: string;
        destinations: readonly string[];
        validFrom: CivilDate;
        validUntil: CivilDate;
        feePolicy: 'NO_FEE' | 'CAPPED';
        statement: Statement;
      }
    >
  | DomainEvent<'LicenceSuspended', { agency: string; number: string; statement: Statement }>
  | DomainEvent<'LicenceRestored', { agency: string; number: string; statement: Statement }>;

/** `by` is the signer: a state's id for its root (`KG`), else an authority's id; signatures are checked before. */
export type ParticipantCommand =
  | DomainCommand<
      'AdmitState',
      {
        state: string;
        root: PublicJwk;
        kid: string;
        status: MembershipStatus;
        from: Instant;
        statement: Statement;
      }
    >
  | DomainCommand<
      'ChangeMembership',
      { state: string; status: MembershipStatus; from: Instant; statement: Statement }
    >
  | DomainCommand<
      'EndorseAuthority',
      {
        authority: string;
        name: string;
        roles: readonly Role[];
        signsContracts: boolean;
        statement: Statement;
      }
    >
  | DomainCommand<
      'EndorseKey',
      {
        holder: string;
        kid: string;
        use: KeyUse;
        alg: KeyAlgorithm;
        jwk: PublicJwk;
        validFrom: Instant;
        validUntil: Instant;
        statement: Statement;
      }
    >
  | DomainCommand<'RetireKey', { kid: string; statement: Statement }>
  | DomainCommand<'ReportCompromise', { kid: string; since: Instant; statement: Statement }>
  | DomainCommand<
      'LicenseAgency',
      {
        agency: string;
        name: string;
        number: string;
        destinations: readonly string[];
        validFrom: CivilDate;
        validUntil: CivilDate;
        feePolicy: 'NO_FEE' | 'CAPPED';
        statement: Statement;
      }
    >
  | DomainCommand<'SuspendLicence', { agency: string; number: string; statement: Statement }>
  | DomainCommand<'RestoreLicence', { agency: string; number: string; statement: Statement }>;
