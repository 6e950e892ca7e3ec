import type { IssuedRecord, RecordReference, ReviewReason } from '#certificates';
import { RECORD_PREFIXES } from '#credentials';
import type { StoredEvent } from '#event-store';
import type { Row, RowChange, RowView } from '#projections';
import { isOver, type CaseStatus } from '#recruitment';

/** A record by its clear facts: what it is found by when a key, a contract or a worker is at issue. */
export type RecordRow = {
  readonly stream: string;
  readonly issuer: string;
  readonly id: string;
  readonly digest: string;
  readonly recordType: string;
  readonly kid: string;
  readonly controller: string;
  readonly subject: string;
  readonly recordedAt: string;
  /** 1 once revoked or superseded; a case's, once it is over. */
  readonly ended: number;
};

const issued = ({ stream, at, data }: StoredEvent): readonly RowChange[] => {
  const { issuer, id, digest, recordType, kid, controller, subject } = data as IssuedRecord;
  const row: Row = {
    stream,
    issuer,
    id,
    digest,
    recordType,
    kid,
    controller,
    subject,
    recordedAt: at,
    ended: 0,
  };
  return [{ table: 'records', put: row }];
};

const ended = (event: StoredEvent): readonly RowChange[] => [
  { table: 'records', where: { stream: event.stream }, set: { ended: 1 } },
  ...doubted(event, 'ENDED'),
];

/** Why a record does not stand, or might not: what its status list shows. */
export type DoubtRow = {
  readonly stream: string;
  readonly issuer: string;
  /** A compromised key casts `KEY` until its issuer answers, and then no doubt again: `UPHELD`. */
  readonly why: 'ENDED' | 'REVIEW' | 'KEY' | 'UPHELD';
};

function doubted({ stream, data }: StoredEvent, why: DoubtRow['why']): readonly RowChange[] {
  if (!stream.startsWith('certificate-')) return [];
  const { issuer } = data as RecordReference;
  return [{ table: 'doubts', put: { stream, issuer, why } }];
}

function reviewOpened(event: StoredEvent): readonly RowChange[] {
  const { stream, data } = event;
  const review = doubted(event, 'REVIEW');
  if ((data as { readonly reason: ReviewReason }).reason !== 'KEY_COMPROMISED') return review;
  const upheld = { stream, why: 'UPHELD' };
  return [...review, { table: 'doubts', where: upheld, remove: true }, ...doubted(event, 'KEY')];
}

function reviewClosed(event: StoredEvent): readonly RowChange[] {
  const { stream, data } = event;
  if ((data as { readonly outcome: string }).outcome === 'REVOKED') return ended(event);
  return [
    { table: 'doubts', where: { stream, why: 'REVIEW' }, remove: true },
    { table: 'doubts', where: { stream, why: 'KEY' }, set: { why: 'UPHELD' } },
  ];
}

const CHANGES: Readonly<Record<string, (event: StoredEvent) => readonly RowChange[]>> = {
  CertificateIssued: issued,
  EvidenceReceived: issued,
  CaseOpened: issued,
  CertificateRevoked: ended,
  CertificateSuperseded: ended,
  ReviewOpened: reviewOpened,
  ReviewClosed: reviewClosed,
  CaseTransitioned: (event) => (isOver((event.data as { to: CaseStatus }).to) ? ended(event) : []),
};

/** Records by kid, by issuer and by worker, and what casts doubt on them. Clear fields only (architecture §9). */
export const recordsView: RowView = {
  version: 3,
  prefixes: RECORD_PREFIXES,
  tables: {
    records: {
      columns: {
        stream: 'TEXT',
        issuer: 'TEXT',
        id: 'TEXT',
        digest: 'TEXT',
        recordType: 'TEXT',
        kid: 'TEXT',
        controller: 'TEXT',
        subject: 'TEXT',
        recordedAt: 'TEXT',
        ended: 'INTEGER',
      },
      key: ['stream'],
      indexes: [['kid'], ['issuer'], ['subject']],
    },
    doubts: {
      columns: { stream: 'TEXT', issuer: 'TEXT', why: 'TEXT' },
      key: ['stream', 'why'],
      indexes: [['issuer']],
    },
  },
  changes: (event) => CHANGES[event.type]?.(event) ?? [],
};
