import { GROUNDS, makeBundle, recordStreams, type ProvedEvent } from '#client';
import type { EventStore, RecordedEvent, StoredEvent } from '#event-store';
import { unionOfTo, type DeliveryReceipt } from '#exchange';
import { RuleBroken, stateOf, TrustError, type Clock } from '#kernel';
import { assertAuditor } from '../as-of/as-of-desk.ts';
import type { ExcerptReader, KnownExcerpt } from '../as-of/excerpt-reader.ts';
import type { HubOptions } from '../hub.options.ts';
import type { AccessLog } from '../log/access-log.ts';
import type { Receipts } from '../log/receipts.ts';
import type { Signed } from '../platform/signature.guard.ts';
import type { HubViews } from '../views/hub-views.ts';

type Named = { readonly issuer: string; readonly id: string };

/** Gives auditors of the states that a record concerns everything about it in one file. */
export class BundleDesk {
  private readonly store: EventStore;
  private readonly excerpts: ExcerptReader;
  private readonly receipts: Receipts;
  private readonly views: HubViews;
  private readonly access: AccessLog;
  private readonly clock: Clock;
  private readonly options: HubOptions;

  constructor(
    store: EventStore,
    excerpts: ExcerptReader,
    receipts: Receipts,
    views: HubViews,
    access: AccessLog,
    clock: Clock,
    options: HubOptions,
  ) {
    this.store = store;
    this.excerpts = excerpts;
    this.receipts = receipts;
    this.views = views;
    this.access = access;
    this.clock = clock;
    this.options = options;
  }

  /** @throws TrustError TRUST_NOT_ALLOWED; RuleBroken RULE_RECORD_UNKNOWN; StoreError STORE_BEHIND */
  async bundle({ issuer, id }: Named, by: Signed): Promise<Uint8Array> {
    assertAuditor(this.views, by);
    const madeAt = this.clock.now();
    const streams = recordStreams(issuer, id);
    const known = await this.excerpts.read([...GROUNDS, ...streams], madeAt);
    const own = known.events.filter(({ stream }) => streams.includes(stream));
    assertConcerned(own, by);
    const [{ stream }] = own as [StoredEvent, ...StoredEvent[]];
    await this.access.note(by, 'EventsReplayed', { purpose: 'AUDIT', outcome: 'GIVEN' });
    const sources = {
      genesis: this.options.genesisFile,
      excerpt: known.excerpt,
      receipts: this.receiptsOf(own, known),
      deliveries: await this.deliveriesOf(own, known),
      verifications: await this.access.about(stream),
    };
    const about = { record: { issuer, id }, madeAt, size: known.size };
    return makeBundle(sources, about, this.options.receiptKey);
  }

  private receiptsOf(own: readonly StoredEvent[], { excerpt }: KnownExcerpt) {
    const leaves = new Map(excerpt.events.map((event) => [event.id, event.index]));
    return new Map(
      own.flatMap((event) => {
        const receipt = this.receipts.again(event);
        return receipt === undefined ? [] : [[leaves.get(event.id)!, receipt] as const];
      }),
    );
  }

  /** Statements of recipients that name an event of the record, as far as the checkpoint covers them. */
  private async deliveriesOf(
    own: readonly StoredEvent[],
    known: KnownExcerpt,
  ): Promise<readonly ProvedEvent[]> {
    const ids = new Set(own.map((event) => event.id));
    const found: RecordedEvent[] = [];
    for (const { authority } of unionOfTo(own))
      for (const event of await this.store.readStream(`deliveries-${authority}`))
        if (event.type === 'DeliveriesConfirmed' && receiptsIn(event).some((id) => ids.has(id)))
          found.push(event);
    return this.excerpts.covered(found, known);
  }
}

const receiptsIn = ({ data }: RecordedEvent): readonly string[] =>
  (JSON.parse(data) as { readonly receipts: readonly DeliveryReceipt[] }).receipts.map(
    ({ event }) => event,
  );

/** States that a record concerns: its issuer's, those whose authorities it went to, and where a case leads. */
function assertConcerned(own: readonly StoredEvent[], { participant, state }: Signed): void {
  const [first] = own;
  if (!first) throw new RuleBroken('RULE_RECORD_UNKNOWN', 'no such record');
  const { issuer, destination } = first.data as { issuer: string; destination?: string };
  const states = [issuer, ...unionOfTo(own).map(({ authority }) => authority)].map(stateOf);
  if (![...states, destination].includes(state))
    throw new TrustError('TRUST_NOT_ALLOWED', `the record does not concern ${participant}`);
}
