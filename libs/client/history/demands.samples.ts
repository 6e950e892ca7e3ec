import { activeVersions, recruitmentContract, type ContractDocument } from '#contracts';
import { dayOf, later } from '#kernel';
import {
  demand,
  demandCommand,
  nameOf,
  type DemandCommand,
  type DemandDocument,
  type DemandGrounds,
  type DemandStatementType,
} from '#recruitment';
import { parseJws } from '#signing';
import { sampleDemand, type SampleHistory } from '#testing';
import { closeDemand, registerDemand } from '../statements.ts';
import { directoryOf } from './grounds.ts';

/** Between these authorities, each of another state. */
export const recruitmentOf = (
  { now }: SampleHistory,
  authorities: readonly string[],
): ContractDocument =>
  recruitmentContract({
    id: 'recruitment',
    parties: authorities.map((labour) => ({ state: labour.slice(0, 2), labour })),
    legalBasis: [{ act: 'Sample agreement', number: '1', date: '2026-01-01', country: 'KG' }],
    validFrom: now,
    validUntil: later(now, 365 * 86_400),
  });

export const documentOf = (change: Partial<DemandDocument> = {}): DemandDocument =>
  sampleDemand({ headcount: 2, validUntil: '2031-12-31', ...change });

/** What is known of contracts and participants. */
export const groundsOf = ({ contracts, trust, now }: SampleHistory): DemandGrounds => ({
  active: activeVersions(contracts, now),
  directory: directoryOf(trust),
  today: dayOf(now),
});

type PlaceCommand = 'ReservePlace' | 'TakePlace' | 'ReleasePlace';

/** A demand of an authority in a history, and what becomes of its places. */
export class SampleDemand {
  readonly history: SampleHistory;
  readonly document: DemandDocument;

  constructor(history: SampleHistory, change: Partial<DemandDocument> = {}) {
    this.history = history;
    this.document = documentOf(change);
    const said = { demand: this.document };
    this.say('demand+jws', registerDemand(this.key, history.now, said));
  }

  get key() {
    return this.history.key(`${this.document.authority} statement`);
  }

  get named() {
    return { authority: this.document.authority, id: this.document.id };
  }

  get name(): string {
    return nameOf(this.document);
  }

  get stream(): string {
    return `demand-${this.name}`;
  }

  /** A statement about it. */
  say(typ: DemandStatementType, statement: string): void {
    const { payload } = parseJws(statement, { typ });
    const said = { by: String(payload['iss']), text: statement };
    const { history } = this;
    this.ask(demandCommand(typ, payload, said, history.now, groundsOf(history)));
  }

  ask(command: DemandCommand): void {
    this.history.carryOut(this.stream, demand, command);
  }

  place(type: PlaceCommand, id: string, selected: readonly string[] = []): void {
    const { now } = this.history;
    const more = type === 'ReservePlace' ? { until: later(now, 120), selected } : {};
    const data = { ...this.named, case: id, ...more };
    this.ask({ type, data, at: now, by: 'HUB' } as DemandCommand);
  }

  close(): void {
    const closing = { demand: this.named, reason: 'ENDED' as const };
    this.say('demand-closing+jws', closeDemand(this.key, this.history.now, closing));
  }
}
