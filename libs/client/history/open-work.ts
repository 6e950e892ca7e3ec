import { certificate } from '#certificates';
import { pendingBackfills } from '#contracts';
import { subject, unionOfTo } from '#exchange';
import { decide, fold, type Instant } from '#kernel';
import { isDoubtful, type TrustList } from '#participants';
import { referenceTo, type ErasedWorker, type Known, type KnownRecord } from './known.ts';

/** What an interrupted hub has still to do. */
export type OpenWork = {
  /** Successors that were announced, of workers who were not erased, and have not come. */
  readonly successors: number;
  /** Records of a compromised key whose recipients were not told. */
  readonly reviews: number;
  /** Workers who were erased while a record was on its way, of which nobody was told. */
  readonly erasures: number;
  /** Contracts in force that include what is valid, and have not shared it. */
  readonly backfills: number;
};

/** @param now when the last event was recorded */
export function openWork(known: Known, now: Instant): OpenWork {
  const { announced, erased, records, lookback } = known;
  const { trust, contracts } = lookback.now;
  return {
    successors: [...announced.values()].filter((one) => !erased.has(one.subject)).length,
    reviews: [...records.values()].filter((one) => isReviewDue(one, trust)).length,
    erasures: [...erased].filter(([worker, one]) => isUntold(worker, one, known)).length,
    backfills: pendingBackfills(contracts, now).length,
  };
}

/** A key may have signed it in wrong hands, and its recipients have not been told. */
function isReviewDue(record: KnownRecord, trust: TrustList): boolean {
  const { kid, recordedAt, events, recordType } = record;
  if (recordType === 'MedicalEvidence' || !isDoubtful(trust, kid, recordedAt)) return false;
  const data = { record: referenceTo(record), reason: 'KEY_COMPROMISED' as const, kid };
  const command = { type: 'OpenReview' as const, data, at: recordedAt, by: 'HUB' };
  return decide(certificate, command, fold(certificate, events)).length > 0;
}

/** Whether a record that was on its way when its worker was erased, or who got it, was told of by no event. */
function isUntold(worker: string, { told }: ErasedWorker, { subjects }: Known): boolean {
  const records = subjects.get(worker) ?? [];
  const names = records.map(({ issuer, id }) => ({ issuer, id }));
  const to = unionOfTo(records.flatMap((one) => one.events));
  const controller = records[0]?.controller ?? '';
  const data = { controller, subject: worker, records: names, basis: '', statement: '', to };
  const command = { type: 'EraseSubject' as const, data, at: '', by: controller };
  return decide(subject, command, told).length > 0;
}
