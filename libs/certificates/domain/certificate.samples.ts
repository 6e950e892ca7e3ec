import type { Instant, Recipient } from '#kernel';
import type {
  CertificateCommand,
  CertificateEvent,
  IssuedRecord,
  ReviewReason,
  Routing,
} from './certificate.messages.ts';

type Command<Type extends CertificateCommand['type']> = Extract<CertificateCommand, { type: Type }>;
type Event<Type extends CertificateEvent['type']> = Extract<CertificateEvent, { type: Type }>;

export const issuer = 'KG.MOH';
export const issuedAt = '2031-05-01T08:00:00.000Z';
export const now = '2031-05-10T08:00:00.000Z';

export const reference = { issuer, id: 'certificate-1', digest: 'digest-1' };
export const record: IssuedRecord = {
  ...reference,
  recordType: 'MedicalCertificate',
  kid: 'kid-1',
  iat: 1_935_302_400,
  jwt: 'header.payload.signature',
  sealed: 'sealed',
  controller: 'KG',
  subject: 'subject-1',
};
const grant = (contract: string, place: number) => ({ contract, version: 1, grant: place });
export const toRussia: Recipient = { authority: 'RU.MOH', grants: [grant('kg-ru', 0)] };
export const toKazakhstan: Recipient = { authority: 'KZ.MOL', grants: [grant('kg-kz', 0)] };
export const underRussia = { contract: 'kg-ru', version: 1, hash: 'hash-ru' };
const underKazakhstan = { contract: 'kg-kz', version: 1, hash: 'hash-kz' };
export const routing: Routing = { under: [underRussia], to: [toRussia] };
export const more: Routing = { under: [underKazakhstan], to: [toKazakhstan] };
/** What lifecycle events carry after both. */
export const union: Routing = {
  under: [underRussia, underKazakhstan],
  to: [toKazakhstan, toRussia],
};
export const nowhere: Routing = { under: [], to: [] };

type By = { readonly by?: string; readonly at?: Instant };
type Named = By & { readonly named?: typeof reference };
type Sent = { readonly at?: Instant; readonly by?: string; readonly routing?: Routing };

export const issue = (
  change: Partial<IssuedRecord> = {},
  { by = issuer, at = issuedAt, routing: to = routing }: Sent = {},
): Command<'IssueCertificate'> => ({
  type: 'IssueCertificate',
  data: { record: { ...record, ...change }, routing: to },
  at,
  by,
});
export const issued = ({
  at = issuedAt,
  routing: to = routing,
}: Sent = {}): Event<'CertificateIssued'> => ({
  type: 'CertificateIssued',
  data: record,
  at,
  by: issuer,
  ...to,
});

export const share = (
  to: Routing = more,
  { named = reference, at = now }: Named = {},
): Command<'ShareCertificate'> => ({
  type: 'ShareCertificate',
  data: { record: named, routing: to },
  at,
  by: 'HUB',
});
export const shared = (to: Routing = more, at = now): Event<'CertificateShared'> => ({
  type: 'CertificateShared',
  data: reference,
  at,
  by: 'HUB',
  ...to,
});

export const successor = { id: 'certificate-2', digest: 'digest-2' };
export const supersede = ({
  successor: by2 = successor,
  corrected = false,
  named = reference,
  by = issuer,
  at = now,
}: Named & {
  successor?: typeof successor;
  corrected?: boolean;
} = {}): Command<'SupersedeCertificate'> => ({
  type: 'SupersedeCertificate',
  data: { record: named, by: by2, corrected },
  at,
  by,
});
export const superseded = ({
  corrected = false,
  at = now,
  routing: to = routing,
}: Sent & { corrected?: boolean } = {}): Event<'CertificateSuperseded'> => ({
  type: 'CertificateSuperseded',
  data: { ...reference, by: successor, corrected },
  at,
  by: issuer,
  ...to,
});

type Revocation = Named & { readonly effectiveFrom?: Instant; readonly statement?: string };
export const revoke = ({
  effectiveFrom,
  statement = 'header.revocation.signature',
  named = reference,
  by = issuer,
  at = now,
}: Revocation = {}): Command<'RevokeCertificate'> => ({
  type: 'RevokeCertificate',
  data: {
    record: named,
    reason: 'RESULT_INVALIDATED',
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    statement,
  },
  at,
  by,
});
export const revoked = ({
  effectiveFrom = now,
  at = now,
  statement = 'header.revocation.signature',
  routing: to = routing,
}: Revocation & Sent = {}): Event<'CertificateRevoked'> => ({
  type: 'CertificateRevoked',
  data: { ...reference, reason: 'RESULT_INVALIDATED', statement, effectiveFrom },
  at,
  by: issuer,
  ...to,
});

type Review = Named & {
  readonly reason?: ReviewReason;
  readonly deadline?: Instant;
  readonly statement?: string;
};
export const openReview = ({
  reason = 'RECIPIENT_DOUBT',
  deadline,
  statement = 'header.review.signature',
  named = reference,
  by = 'RU.MOH',
  at = now,
}: Review = {}): Command<'OpenReview'> => ({
  type: 'OpenReview',
  data: { record: named, reason, ...(deadline !== undefined && { deadline }), statement },
  at,
  by,
});
export const reviewOpened = ({
  reason = 'RECIPIENT_DOUBT',
  deadline,
  statement = 'header.review.signature',
  by = 'RU.MOH',
  at = now,
  routing: to = routing,
}: Review & Sent = {}): Event<'ReviewOpened'> => ({
  type: 'ReviewOpened',
  data: { ...reference, reason, ...(deadline !== undefined && { deadline }), statement },
  at,
  by,
  ...to,
});

/** The hub's own: derived, with no statement. */
export const doubt = (
  reason: ReviewReason = 'KEY_COMPROMISED',
  at = now,
): Command<'OpenReview'> => ({
  type: 'OpenReview',
  data: { record: reference, reason, kid: 'kid-1' },
  at,
  by: 'HUB',
});
export const doubted = (
  reason: ReviewReason = 'KEY_COMPROMISED',
  { at = now, routing: to = routing }: Sent = {},
): Event<'ReviewOpened'> => ({
  type: 'ReviewOpened',
  data: { ...reference, reason, kid: 'kid-1' },
  at,
  by: 'HUB',
  ...to,
});

type Closing = Named & {
  readonly outcome?: 'UPHELD' | 'REVOKED';
  readonly effectiveFrom?: Instant;
  readonly statement?: string;
};
export const closeReview = ({
  outcome = 'UPHELD',
  effectiveFrom,
  statement = 'header.closing.signature',
  named = reference,
  by = issuer,
  at = now,
}: Closing = {}): Command<'CloseReview'> => ({
  type: 'CloseReview',
  data: {
    record: named,
    outcome,
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    statement,
  },
  at,
  by,
});
export const reviewClosed = ({
  outcome = 'UPHELD',
  effectiveFrom,
  statement = 'header.closing.signature',
  at = now,
  routing: to = routing,
}: Closing & Sent = {}): Event<'ReviewClosed'> => ({
  type: 'ReviewClosed',
  data: {
    ...reference,
    outcome,
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    statement,
  },
  at,
  by: issuer,
  ...to,
});

type Recognition = Named & { readonly state?: string; readonly statement?: string };
export const suspendRecognition = ({
  state = 'RU',
  statement = 'header.suspension.signature',
  named = reference,
  by = `${state}.MOH`,
  at = now,
}: Recognition = {}): Command<'SuspendRecognition'> => ({
  type: 'SuspendRecognition',
  data: { record: named, state, reason: 'CLINIC_UNACCREDITED', statement },
  at,
  by,
});
export const recognitionSuspended = ({
  state = 'RU',
  statement = 'header.suspension.signature',
  by = `${state}.MOH`,
  at = now,
  routing: to = routing,
}: Recognition & Sent = {}): Event<'RecognitionSuspended'> => ({
  type: 'RecognitionSuspended',
  data: { ...reference, state, reason: 'CLINIC_UNACCREDITED', statement },
  at,
  by,
  ...to,
});
export const restoreRecognition = ({
  state = 'RU',
  statement = 'header.restoration.signature',
  named = reference,
  by = `${state}.MOH`,
  at = now,
}: Recognition = {}): Command<'RestoreRecognition'> => ({
  type: 'RestoreRecognition',
  data: { record: named, state, statement },
  at,
  by,
});
export const recognitionRestored = ({
  state = 'RU',
  statement = 'header.restoration.signature',
  at = now,
  routing: to = routing,
}: Recognition & Sent = {}): Event<'RecognitionRestored'> => ({
  type: 'RecognitionRestored',
  data: { ...reference, state, statement },
  at,
  by: `${state}.MOH`,
  ...to,
});
