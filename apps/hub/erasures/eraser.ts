import { subject, unionOfTo, type SubjectEvent } from '#exchange';
import { decode, type EventStore } from '#event-store';
import { actOf, RuleBroken, stateOf, TrustError, type Clock, type JsonObject } from '#kernel';
import type { Vault } from '#vault';
import type { EventLog } from '../log/event-log.ts';
import type { Receipt, Receipts } from '../log/receipts.ts';
import { readStatement } from '../statements/read-statement.ts';
import type { HubViews } from '../views/hub-views.ts';

type Erasure = {
  readonly record: { readonly issuer: string; readonly id: string };
  readonly basis: string;
};

type Erased = Extract<SubjectEvent, { type: 'SubjectErased' }>['data'];

/**
 * Erases a worker (architecture §9): the event first, then the keys, then the answer. Whatever crashes in
 * between, the next start destroys what an event says is erased.
 */
export class Eraser {
  private readonly log: EventLog;
  private readonly store: EventStore;
  private readonly vault: Vault;
  private readonly views: HubViews;
  private readonly receipts: Receipts;
  private readonly clock: Clock;

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
    const { payload, by, digest } = readStatement<JsonObject & Erasure>(
      text,
      'erasure+jws',
      this.views.trust,
      at,
    );
    const end = await this.store.end();
    const { issuer, id } = payload.record;
    const [named] = await this.views.records({ issuer, id }, end);
    if (!named)
      throw new RuleBroken('RULE_RECORD_UNKNOWN', 'no such record', {
        pointer: '/statement/record',
      });
    if (named.controller !== stateOf(by))
      throw new TrustError('TRUST_NOT_ALLOWED', `${by} is not of the controller state`);
    const records = await this.views.records({ subject: named.subject }, end);
    const events = await Promise.all(records.map(({ stream }) => this.log.read(stream)));
    const { before, stored } = await this.log.carryOut(`subject-${named.subject}`, subject, {
      type: 'EraseSubject',
      data: {
        controller: named.controller,
        subject: named.subject,
        records: records.map((row) => ({ issuer: row.issuer, id: row.id })),
        basis: payload.basis,
        statement: text,
        to: unionOfTo(events.flat()),
      },
      at,
      by,
    });
    await this.vault.destroy({ owner: named });
    const event = [...before, ...stored].find(
      ({ data }) => actOf((data as Erased).statement) === actOf(text),
    );
    if (!event)
      throw new RuleBroken('RULE_SUBJECT_ERASED', 'the worker was erased by another statement');
    return this.receipts.of(event, digest);
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
        for (const family of ['certificate', 'evidence'])
          await this.vault.destroy({ record: `${family}-${issuer}-${id}` });
      count++;
    }
    if (end !== 'start') await this.vault.erasuresDone(end);
    return count;
  }
}
