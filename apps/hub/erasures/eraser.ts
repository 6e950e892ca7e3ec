import { streamsOf } from '#credentials';
import { subject, unionOfTo, type SubjectEvent } from '#exchange';
import { decode, type EventStore, type StoredEvent } from '#event-store';
import {
  actOf,
  later,
  RuleBroken,
  stateOf,
  TrustError,
  type Clock,
  type Instant,
  type JsonObject,
} from '#kernel';
import type { RecordRow } from '#read-models';
import type { Vault } from '#vault';
import type { EventLog } from '../log/event-log.ts';
import type { Receipt, Receipts } from '../log/receipts.ts';
import type { Process } from '../processes/process.ts';
import { readStatement, type ReadStatement } from '../statements/read-statement.ts';
import type { HubViews } from '../views/hub-views.ts';

type Erasure = {
  readonly record: { readonly issuer: string; readonly id: string };
  readonly basis: string;
};

type Erased = Extract<SubjectEvent, { type: 'SubjectErased' }>['data'];

/** Whose erasure it is: what all records of a worker have in common. */
type Worker = Pick<RecordRow, 'controller' | 'subject'>;

/** A worker and the statement that asked for the erasure, kept as long as something may have been on its way. */
type Recent = { readonly worker: Worker; readonly said: Said; readonly at: Instant };

type Said = ReadStatement<JsonObject & Erasure>;

/** Longer than a push takes from its sealing to its append, on any hub. */
const ON_ITS_WAY_SECONDS = 60;

/**
 * Erases a worker (architecture §9): the event first, then the keys, then the answer. Whatever crashes in
 * between, the next start destroys what an event says is erased. A record that was sealed before the keys were gone,
 * and recorded after the event was decided, is erased as well; those it went to are told in another event.
 */
export class Eraser implements Process {
  readonly name = 'erasure';
  private readonly log: EventLog;
  private readonly store: EventStore;
  private readonly vault: Vault;
  private readonly views: HubViews;
  private readonly receipts: Receipts;
  private readonly clock: Clock;
  private recent: readonly Recent[] = [];

  constructor(
    log: EventLog,
    store: EventStore,
    vault: Vault,
    views: HubViews,
    receipts: Receipts,
    clock: Clock,
  ) {
    this.log = log;
    this.store = store;
    this.vault = vault;
    this.views = views;
    this.receipts = receipts;
    this.clock = clock;
  }

  /** Asked for by an authority of the worker's controller state, naming any of the worker's records. */
  async erase(text: string): Promise<Receipt> {
    const at = this.clock.now();
    const said: Said = readStatement(text, 'erasure+jws', this.views.trust, at);
    const { issuer, id } = said.payload.record;
    const [worker] = await this.views.records({ issuer, id }, await this.store.end());
    if (!worker)
      throw new RuleBroken('RULE_RECORD_UNKNOWN', 'no such record', {
        pointer: '/statement/record',
      });
    if (worker.controller !== stateOf(said.by))
      throw new TrustError('TRUST_NOT_ALLOWED', `${said.by} is not of the controller state`);
    const events = await this.tell(worker, said);
    await this.vault.destroy({ owner: worker });
    const event = events.find(({ data }) => actOf((data as Erased).statement) === actOf(said.text));
    if (!event)
      throw new RuleBroken('RULE_SUBJECT_ERASED', 'the worker was erased by another statement');
    await this.tell(worker, said);
    this.recent = [...this.recent, { worker, said, at }];
    return this.receipts.of(event, said.digest);
  }

  /** Tells of what was on its way when its worker was erased. */
  async run(): Promise<void> {
    const start = later(this.clock.now(), -ON_ITS_WAY_SECONDS);
    for (const { worker, said } of this.recent) await this.tell(worker, said);
    this.recent = this.recent.filter(({ at }) => at > start);
  }

  /** Of all the worker's records, to all they went to, unless it was told before. @returns the worker's whole stream */
  private async tell(
    { controller, subject: worker }: Worker,
    { payload: { basis }, text: statement, by }: Said,
  ): Promise<readonly StoredEvent[]> {
    const rows = await this.views.records({ subject: worker }, await this.store.end());
    const events = await Promise.all(rows.map(({ stream }) => this.log.read(stream)));
    const records = rows.map(({ issuer, id }) => ({ issuer, id }));
    const to = unionOfTo(events.flat());
    const { before, stored } = await this.log.carryOut(`subject-${worker}`, subject, {
      type: 'EraseSubject',
      data: { controller, subject: worker, records, basis, statement, to },
      at: this.clock.now(),
      by,
    });
    return [...before, ...stored];
  }

  /** Carries out, at the start, every erasure that the vault has not seen: after a crash, or after it was put back from a backup. */
  async catchUp(): Promise<number> {
    const end = await this.store.end();
    const after = (await this.vault.erasuresUpTo()) ?? 'start';
    let count = 0;
    for await (const recorded of this.store.readAll(after, { streamPrefixes: ['subject-'] })) {
      const { controller, subject: erased, records } = decode(recorded).data as Erased;
      await this.vault.destroy({ owner: { controller, subject: erased } });
      // A vault from an old backup may not know that they were this owner's.
      for (const { issuer, id } of records)
        for (const record of streamsOf(issuer, id)) await this.vault.destroy({ record });
      count++;
    }
    if (end !== 'start') await this.vault.erasuresDone(end);
    return count;
  }
}
