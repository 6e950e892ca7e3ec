import type { PublicJwk } from '#kernel';
import {
  FOUNDERS,
  QUORUM,
  type ParticipantCommand,
  type ParticipantEvent,
} from './participant.messages.ts';

// The plainest messages of one state; a test names only what it changes. Keys are named, not real: the domain only compares them.

type Command<Type extends ParticipantCommand['type']> = Extract<ParticipantCommand, { type: Type }>;
type Event<Type extends ParticipantEvent['type']> = Extract<ParticipantEvent, { type: Type }>;

export const T0 = '2026-11-01T00:00:00.000Z';
export const T1 = '2026-11-02T00:00:00.000Z';
export const T2 = '2026-11-03T00:00:00.000Z';
export const T3 = '2026-11-04T00:00:00.000Z';
export const END = '2027-11-01T00:00:00.000Z';

const jwk = (x: string): PublicJwk => ({ kty: 'OKP', crv: 'Ed25519', x });
const byRoot = { statement: 'by root', signer: 'root', issuedAt: T0 };
const byLabour = { statement: 'by labour', signer: 'labour', issuedAt: T1 };

const admission = {
  state: 'RU',
  root: jwk('root'),
  kid: 'root',
  status: 'member',
  from: T0,
  statement: 'genesis',
} as const;
const membership = { state: 'RU', status: 'suspended', from: T2, statement: 'quorum' } as const;
const authority = {
  authority: 'RU.MOL',
  name: 'Ministry of Labour',
  roles: ['labour-ministry'],
  signsContracts: true,
  ...byRoot,
} as const;
const key = {
  holder: 'RU.MOL',
  kid: 'labour',
  use: 'statement',
  alg: 'EdDSA',
  jwk: jwk('labour'),
  validFrom: T0,
  validUntil: END,
  ...byRoot,
} as const;
const agencyKey = {
  ...key,
  holder: 'RU.AGENCY1',
  kid: 'agency',
  use: 'request',
  jwk: jwk('agency'),
  ...byLabour,
} as const;
const licence = {
  agency: 'RU.AGENCY1',
  name: 'Test Agency',
  number: 'N 1',
  destinations: ['RU', 'KZ'],
  validFrom: '2026-11-01',
  validUntil: '2027-10-31',
  feePolicy: 'NO_FEE',
  ...byLabour,
} as const;
const act = { agency: 'RU.AGENCY1', number: 'N 1', ...byLabour } as const;

type Rest = { readonly by?: string; readonly at?: string };

/** Makes messages of one type in their plainest form; what is given changes it. */
const message =
  <Message extends ParticipantCommand | ParticipantEvent>(
    type: Message['type'],
    data: Message['data'],
    by: string,
    at: string,
  ) =>
  (changes: Partial<Message['data']> = {}, rest: Rest = {}): Message =>
    // Sound: `data` is whole, and `changes` are members of it.
    ({ type, data: { ...data, ...changes }, by, at, ...rest }) as Message;

export const admit = message<Command<'AdmitState'>>('AdmitState', admission, FOUNDERS, T0);
export const admitted = message<Event<'StateAdmitted'>>('StateAdmitted', admission, FOUNDERS, T0);
export const changeMembership = message<Command<'ChangeMembership'>>(
  'ChangeMembership',
  membership,
  QUORUM,
  T2,
);
export const membershipChanged = message<Event<'MembershipChanged'>>(
  'MembershipChanged',
  membership,
  QUORUM,
  T2,
);
export const endorseAuthority = message<Command<'EndorseAuthority'>>(
  'EndorseAuthority',
  authority,
  'RU',
  T1,
);
export const authorityEndorsed = message<Event<'AuthorityEndorsed'>>(
  'AuthorityEndorsed',
  authority,
  'RU',
  T1,
);
export const endorseKey = message<Command<'EndorseKey'>>('EndorseKey', key, 'RU', T1);
export const keyEndorsed = message<Event<'KeyEndorsed'>>('KeyEndorsed', key, 'RU', T1);
export const endorseAgencyKey = message<Command<'EndorseKey'>>(
  'EndorseKey',
  agencyKey,
  'RU.MOL',
  T2,
);
export const agencyKeyEndorsed = message<Event<'KeyEndorsed'>>(
  'KeyEndorsed',
  agencyKey,
  'RU.MOL',
  T2,
);
export const retireKey = message<Command<'RetireKey'>>(
  'RetireKey',
  { kid: 'labour', ...byRoot },
  'RU',
  T2,
);
export const keyRetired = message<Event<'KeyRetired'>>(
  'KeyRetired',
  { kid: 'labour', ...byRoot },
  'RU',
  T2,
);
export const reportCompromise = message<Command<'ReportCompromise'>>(
  'ReportCompromise',
  { kid: 'labour', since: T2, ...byRoot },
  'RU',
  T3,
);
export const keyCompromised = message<Event<'KeyCompromised'>>(
  'KeyCompromised',
  { kid: 'labour', since: T2, ...byRoot },
  'RU',
  T3,
);
export const licenseAgency = message<Command<'LicenseAgency'>>(
  'LicenseAgency',
  licence,
  'RU.MOL',
  T1,
);
export const agencyLicensed = message<Event<'AgencyLicensed'>>(
  'AgencyLicensed',
  { ...licence, licensor: 'RU.MOL' },
  'RU.MOL',
  T1,
);
export const suspendLicence = message<Command<'SuspendLicence'>>(
  'SuspendLicence',
  act,
  'RU.MOL',
  T2,
);
export const licenceSuspended = message<Event<'LicenceSuspended'>>(
  'LicenceSuspended',
  act,
  'RU.MOL',
  T2,
);
export const restoreLicence = message<Command<'RestoreLicence'>>(
  'RestoreLicence',
  { ...act, issuedAt: T2 },
  'RU.MOL',
  T2,
);
export const licenceRestored = message<Event<'LicenceRestored'>>(
  'LicenceRestored',
  { ...act, issuedAt: T2 },
  'RU.MOL',
  T2,
);

export const revokeLicence = message<Command<'RevokeLicence'>>(
  'RevokeLicence',
  { ...act, issuedAt: T2 },
  'RU.MOL',
  T2,
);
export const licenceRevoked = message<Event<'LicenceRevoked'>>(
  'LicenceRevoked',
  { ...act, issuedAt: T2 },
  'RU.MOL',
  T2,
);

/** A state with a labour ministry that holds a `statement` key. */
export const LABOUR: readonly ParticipantEvent[] = [admitted(), authorityEndorsed(), keyEndorsed()];
/** The same, and an agency with a licence and a `request` key. */
export const AGENCY: readonly ParticipantEvent[] = [
  ...LABOUR,
  agencyLicensed(),
  agencyKeyEndorsed(),
];
