import { certificate, evidence, type IssuedRecord, type RecordReference } from '#certificates';
import type { Family } from '#credentials';
import type { StoredEvent } from '#event-store';
import { decide, fold, type DomainEvent, type Instant } from '#kernel';
import { openingOf } from '../recruitment/cases/opening.ts';
import { predecessorOf } from './identity.ts';
import type { Admitted, Knowledge, Push } from './intake.ts';

/** A record that passed every check which is the same for all families. */
export type Entering = {
  readonly record: IssuedRecord;
  readonly admitted: Admitted;
  readonly push: Push;
  readonly knowledge: Knowledge;
  readonly at: Instant;
};

/** What is particular to the records of one family; all else of a push is the same for every record. */
type FamilyRules = {
  /** The events by which it enters its stream. @throws HubError with what refuses it */
  readonly enter: (entering: Entering) => readonly DomainEvent[];
  /** What its predecessor's stream is asked; absent where none of the family takes another's place. */
  readonly supersede?: typeof supersession;
};

const command = ({ record, admitted, at }: Entering) => {
  const { under, to } = admitted.routing;
  return { data: { record, routing: { under, to } }, at, by: admitted.issuer };
};

/** By family, so that a new one is a row. */
export const FAMILY_RULES: Readonly<Record<Family, FamilyRules>> = {
  certificate: {
    enter: (entering) =>
      decide(certificate, { type: 'IssueCertificate', ...command(entering) }, certificate.initial),
    supersede: supersession,
  },
  evidence: {
    enter: (entering) =>
      decide(evidence, { type: 'ReceiveEvidence', ...command(entering) }, evidence.initial),
  },
  case: { enter: openingOf },
};

/** @throws HubError if the predecessor may not be replaced */
export function supersession(
  events: readonly StoredEvent[],
  { issuer, id, digest }: RecordReference,
  admitted: Admitted,
  at: Instant,
) {
  const asked = {
    type: 'SupersedeCertificate' as const,
    data: {
      record: { issuer, id, digest },
      by: { id: admitted.id, digest: admitted.digest },
      corrected: predecessorOf(admitted)?.reason === 'CORRECTED',
    },
    at,
    by: admitted.issuer,
  };
  decide(certificate, asked, fold(certificate, events));
  return asked;
}
