import { medicalCertificateContract, type ContractDocument } from '#contracts';
import { later, type ErrorCode } from '#kernel';
import { SampleHistory, type SampleRecord } from '#testing';
import type { ReplayedEvent } from '../types.ts';
import type { FederationPlan } from '../federation.ts';
import { confirmDeliveries } from '../statements.ts';
import type { VerifiedHistory } from './history-verifier.ts';
import { verifyHistory } from './verify-history.ts';

const MINISTRY = { roles: ['health-ministry' as const], signsContracts: true };
const LABOUR = { roles: ['labour-ministry' as const], signsContracts: false };

/** As few as it takes: a replay verifies each of their statements. */
const PLAN: FederationPlan = {
  origin: 'hub.example',
  quorum: 2,
  states: ['KG', 'RU', 'BY'].map((state) => ({ state, name: `State ${state}` })),
  authorities: [
    ...['KG.MOH', 'RU.MOH', 'BY.MOH'].map((id) => ({
      ...{ id, name: `Ministry ${id}`, uses: ['record', 'statement'] as const },
      ...MINISTRY,
    })),
    { id: 'RU.MOL', name: 'Ministry RU.MOL', uses: ['statement'], ...LABOUR },
    { id: 'KG.MOL', name: 'Ministry KG.MOL', uses: ['record', 'statement'], ...LABOUR },
  ],
  agencies: [
    {
      id: 'RU.AGENCY1',
      name: 'Sample Recruitment LLC',
      licensor: 'RU.MOL',
      number: 'RU-0001',
      destinations: ['RU'],
    },
  ],
};

export const newHistory = (): SampleHistory => new SampleHistory(PLAN);

export const contractOf = (
  history: SampleHistory,
  id: string,
  states: readonly string[],
  change: Partial<Parameters<typeof medicalCertificateContract>[0]> = {},
): ContractDocument =>
  medicalCertificateContract({
    id,
    parties: states.map((state) => ({ state, health: `${state}.MOH` })),
    validFrom: history.now,
    validUntil: later(history.now, 365 * 86_400),
    ...change,
  });

/** A history with one contract in force, between KG and RU. */
export function agreedHistory(): SampleHistory {
  const history = newHistory();
  history.agree(contractOf(history, 'kg-ru', ['KG', 'RU'], { includeEvidence: true }));
  return history;
}

/** A receipt of these events by one authority; each outcome is DELIVERED unless it is given. */
export const receiptsBy = (
  history: SampleHistory,
  authority: string,
  events: readonly (string | { readonly event: string; readonly outcome: 'PARKED' | 'REFUSED' })[],
  signer = authority,
): string =>
  confirmDeliveries(history.key(`${signer} statement`), history.now, {
    authority,
    receipts: events.map((one) => ({
      digest: 'A'.repeat(43),
      time: history.now,
      ...(typeof one === 'string'
        ? { event: one, outcome: 'DELIVERED' as const }
        : { ...one, reason: 'UPSTREAM_REFUSED' }),
    })),
  });

export const verified = (
  { federation, events }: SampleHistory,
  changed: readonly ReplayedEvent[] = events,
): Promise<VerifiedHistory> => verifyHistory(federation.genesis.document, changed);

/** Where something is not proved, and with which code. */
export async function found(
  history: SampleHistory,
  changed: readonly ReplayedEvent[] = history.events,
): Promise<readonly (readonly [type: string, code: ErrorCode])[]> {
  const { findings } = await verified(history, changed);
  return findings.map(({ type, code }) => [type, code]);
}

/** JSON that a test takes apart as it likes. */
export type Loose = Record<string, ReturnType<typeof JSON.parse>>;

type Change = {
  readonly data?: (data: Loose) => unknown;
  readonly metadata?: (metadata: Loose) => unknown;
  readonly type?: string;
};

/** The last event of a type with other texts. A function changes its argument, or gives another in its place. */
export function changed(
  { events }: SampleHistory,
  type: string,
  change: Change,
): readonly ReplayedEvent[] {
  const at = events.findLastIndex((one) => one.type === type);
  const event = events[at]!;
  const text = (part: 'data' | 'metadata') => {
    const value = JSON.parse(event[part]) as Loose;
    return JSON.stringify(change[part]?.(value) ?? value);
  };
  const other = { ...event, data: text('data'), metadata: text('metadata') };
  return events.with(at, { ...other, type: change.type ?? type });
}

export const eventOf = ({ events }: SampleHistory, { event }: SampleRecord): ReplayedEvent =>
  events.find(({ id }) => id === event)!;
