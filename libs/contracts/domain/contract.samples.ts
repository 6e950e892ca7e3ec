import type { Instant } from '#kernel';
import type { ContractCommand, ContractDocument, ContractEvent } from './contract.messages.ts';

type Command<Type extends ContractCommand['type']> = Extract<ContractCommand, { type: Type }>;
type Event<Type extends ContractEvent['type']> = Extract<ContractEvent, { type: Type }>;

export const id = 'kg-ru';
export const marginSeconds = 60;
/** Everything is proposed and signed now; the margin ends at `soon`. */
export const now = '2031-05-01T08:00:00.000Z';
export const soon = '2031-05-01T08:01:00.000Z';
export const start = '2031-06-01T00:00:00.000Z';
export const during = '2031-09-01T00:00:00.000Z';
export const end = '2032-06-01T00:00:00.000Z';

export const terms: ContractDocument = {
  id,
  version: 1,
  previous: null,
  title: 'Medical certificates between KG and RU',
  parties: ['KG', 'RU'],
  legalBasis: [{ act: 'Agreement', number: '1', date: '2030-01-01', country: 'KG' }],
  grants: [
    {
      from: 'KG.MOH',
      to: { authority: 'RU.MOH' },
      recordType: 'MedicalCertificate',
      claims: [['number'], ['assessments', null]],
      purpose: 'RECOGNITION',
    },
    {
      from: 'KG.MOH',
      to: { state: 'RU', role: 'agency' },
      recordType: 'MedicalCertificate',
      claims: [],
      purpose: 'RECRUITMENT',
    },
  ],
  maxAgeSeconds: 259_200,
  retentionDays: 365,
  answerLevel: 'BINARY',
  rateLimits: { verificationsPerMinute: 60 },
  validFrom: start,
  validUntil: end,
  includeValid: false,
  survival: 'LIFECYCLE_FOLLOWS_RECORD',
};

const nextYear = '2033-06-01T00:00:00.000Z';
/** The version after: it runs from `during`, one year longer, and shares what is still valid. */
export const nextTerms: ContractDocument = {
  ...terms,
  version: 2,
  previous: 'hash-1',
  validFrom: during,
  validUntil: nextYear,
  includeValid: true,
};

export const signer = (party: string): string => `${party}.MOH`;
export const hashOfVersion = (version: number): string => `hash-${version}`;
const signature = (party: string) => ({ protected: `header-${party}`, signature: party });

export const propose = (
  document: ContractDocument = terms,
  { party = 'KG', by = signer(party), at = now, hash = hashOfVersion(document.version) } = {},
): Command<'ProposeContract'> => ({
  type: 'ProposeContract',
  data: { document, hash, party },
  at,
  by,
});
export const proposed = (
  document: ContractDocument = terms,
  { party = 'KG', at = now, hash = hashOfVersion(document.version) } = {},
): Event<'ContractProposed'> => ({
  type: 'ContractProposed',
  data: { contract: document.id, version: document.version, hash, document },
  at,
  by: signer(party),
});

export const sign = (
  party: string,
  { version = 1, hash = hashOfVersion(version), by = signer(party), at = now } = {},
): Command<'SignContract'> => ({
  type: 'SignContract',
  data: { hash, party, signature: signature(party), marginSeconds },
  at,
  by,
});
export const signed = (
  party: string,
  { version = 1, hash = hashOfVersion(version), at = now } = {},
): Event<'ContractSigned'> => ({
  type: 'ContractSigned',
  data: { contract: id, version, hash, party, signature: signature(party) },
  at,
  by: signer(party),
});
export const activated = (
  effectiveFrom: Instant = start,
  { version = 1, hash = hashOfVersion(version), at = now, party = 'RU' } = {},
): Event<'ContractActivated'> => ({
  type: 'ContractActivated',
  data: { contract: id, version, hash, effectiveFrom },
  at,
  by: signer(party),
});

export type Dates = {
  readonly effectiveFrom?: Instant;
  readonly effectiveUntil?: Instant;
  readonly version?: number;
  readonly hash?: string;
  readonly party?: string;
  readonly by?: string;
  readonly at?: Instant;
  readonly statement?: string;
};
export const suspend = ({
  effectiveFrom = during,
  effectiveUntil,
  version = 1,
  hash = hashOfVersion(version),
  party = 'RU',
  by = signer(party),
  at = now,
  statement = 'header.suspension.signature',
}: Dates = {}): Command<'SuspendContract'> => ({
  type: 'SuspendContract',
  data: {
    party,
    version,
    hash,
    effectiveFrom,
    ...(effectiveUntil !== undefined && { effectiveUntil }),
    marginSeconds,
    statement,
  },
  at,
  by,
});
export const suspended = ({
  effectiveFrom = during,
  effectiveUntil,
  version = 1,
  at = now,
  statement = 'header.suspension.signature',
}: Dates = {}): Event<'ContractSuspended'> => ({
  type: 'ContractSuspended',
  data: {
    contract: id,
    version,
    effectiveFrom,
    ...(effectiveUntil !== undefined && { effectiveUntil }),
    statement,
  },
  at,
  by: 'RU.MOH',
});

export const terminate = ({
  effectiveFrom = during,
  version = 1,
  hash = hashOfVersion(version),
  party = 'RU',
  by = signer(party),
  at = now,
  statement = 'header.termination.signature',
}: Dates = {}): Command<'TerminateContract'> => ({
  type: 'TerminateContract',
  data: { party, version, hash, effectiveFrom, marginSeconds, statement },
  at,
  by,
});
export const terminated = ({
  effectiveFrom = during,
  version = 1,
  at = now,
  statement = 'header.termination.signature',
}: Dates = {}): Event<'ContractTerminated'> => ({
  type: 'ContractTerminated',
  data: { contract: id, version, effectiveFrom, statement },
  at,
  by: 'RU.MOH',
});

export const completeBackfill = (version = 2, at = during): Command<'CompleteBackfill'> => ({
  type: 'CompleteBackfill',
  data: { version, shared: 7, skipped: 2 },
  at,
  by: 'HUB',
});
export const backfilled = (version = 2, at = during): Event<'ContractBackfilled'> => ({
  type: 'ContractBackfilled',
  data: { contract: id, version, shared: 7, skipped: 2 },
  at,
  by: 'HUB',
});

/** Version 1, signed by both, from `start` to `end`. */
export const agreed = [proposed(), signed('KG'), signed('RU'), activated()] as const;
/** Version 2 after it, from `during`. */
export const renewed = [
  ...agreed,
  proposed(nextTerms),
  signed('KG', { version: 2 }),
  signed('RU', { version: 2 }),
  activated(during, { version: 2 }),
] as const;
