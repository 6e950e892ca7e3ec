import { GROUNDS, makeBundle, recordStreams, type Excerpt, type ProvedEvent } from '#client';
import type { RecordedEvent, StoredEvent } from '#event-store';
import { unionOfTo, type DeliveryReceipt } from '#exchange';
import { RuleBroken, stateOf, TrustError } from '#kernel';
import { assertAuditor } from '../as-of/as-of-desk.ts';
import type { ExcerptReader, KnownExcerpt } from '../as-of/excerpt-reader.ts';
import type { HubParts } from '../hub.life.ts';
import type { Receipts } from '../log/receipts.ts';
import type { Signed } from '../platform/signature.guard.ts';
import { LogDesk } from '../proofs/log-desk.ts';

type Named = { readonly issuer: string; readonly id: string };

/** Gives auditors of the states that a record concerns everything about it in one file. */
export class BundleDesk {
  private readonly parts: HubParts;
  private readonly excerpts: ExcerptReader;
  private readonly receipts: Receipts;
  private readonly log: LogDesk;
  private readonly accessLog: LogDesk;

  constructor(parts: HubParts, excerpts: ExcerptReader, receipts: Receipts, log: LogDesk) {
    this.parts = parts;
    this.excerpts = excerpts;
    this.receipts = receipts;
    this.log = log;
    this.accessLog = new LogDesk(parts.accessLog);
  }

  /** @throws TrustError TRUST_NOT_ALLOWED; RuleBroken RULE_RECORD_UNKNOWN; StoreError STORE_BEHIND */
  async bundle({ issuer, id }: Named, by: Signed): Promise<Uint8Array> {
    const { views, access, clock, options } = this.parts;
    assertAuditor(views, by);
    const madeAt = clock.now();
    const streams = recordStreams(issuer, id);
    const known = await this.excerpts.read([...GROUNDS, ...streams], madeAt);
    const own = known.events.filter(({ stream }) => streams.includes(stream));
    assertConcerned(own, by);
    const [{ stream }] = own as [StoredEvent, ...StoredEvent[]];
    await access.note(by, 'EventsReplayed', { purpose: 'AUDIT', outcome: 'GIVEN' });
    const sources = {
      genesis: options.genesisFile,
      excerpt: known.excerpt,
      receipts: this.receiptsOf(own, known),
      deliveries: await this.deliveriesOf(own, known),
      verifications: await this.verificationsOf(stream),
    };
    const about = { record: { issuer, id }, madeAt, size: known.size };
    return makeBundle(sources, about, options.receiptKey);
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
      for (const event of await this.parts.store.readStream(`deliveries-${authority}`))
        if (event.type === 'DeliveriesConfirmed' && receiptsIn(event).some((id) => ids.has(id)))
          found.push(event);
    return this.log.covered(found, known);
  }

  /** Answers and reads, as far as the newest checkpoint of the access log covers them. */
  private async verificationsOf(stream: string): Promise<Excerpt> {
    const found = await this.parts.access.about(stream);
    const head = this.parts.accessLog?.published;
    const events = head ? await this.accessLog.covered(found, head) : [];
    return { checkpoint: events.length > 0 ? head!.checkpoint : '', events };
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
