import type { IssuedRecord, RecordReference } from '#certificates';
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

const ended = ({ stream }: StoredEvent): readonly RowChange[] => [
  { table: 'records', where: { stream }, set: { ended: 1 } },
];

const CHANGES: Readonly<Record<string, (event: StoredEvent) => readonly RowChange[]>> = {
  CertificateIssued: issued,
  EvidenceReceived: issued,
  CaseOpened: issued,
  CertificateRevoked: ended,
  CertificateSuperseded: ended,
  ReviewClosed: (event) =>
    (event.data as RecordReference & { outcome: string }).outcome === 'REVOKED' ? ended(event) : [],
  CaseTransitioned: (event) => (isOver((event.data as { to: CaseStatus }).to) ? ended(event) : []),
};

/** Records by kid, by issuer and by worker. Clear fields only (architecture §9). */
export const recordsView: RowView = {
  version: 2,
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
  },
  changes: (event) => CHANGES[event.type]?.(event) ?? [],
};
