import { receiptProof } from '#client';
import { decode, type EventStore, type StoredEvent } from '#event-store';
import { TrustError, WireError } from '#kernel';
import { authority } from '#participants';
import type { Receipts } from '../log/receipts.ts';
import type { Signed } from '../platform/signature.guard.ts';
import type { HubViews } from '../views/hub-views.ts';
import type { LogDesk } from './log-desk.ts';

/** Where an event stands, as its receipt says. */
export type Place = { readonly stream: string; readonly revision: number };

/** Gives whoever caused an event the proof of it: receipt, event, audit path and checkpoint in one file. */
export class ReceiptProver {
  private readonly store: EventStore;
  private readonly desk: LogDesk;
  private readonly receipts: Receipts;
  private readonly views: HubViews;

  constructor(store: EventStore, desk: LogDesk, receipts: Receipts, views: HubViews) {
    this.store = store;
    this.desk = desk;
    this.receipts = receipts;
    this.views = views;
  }

  /** @throws TrustError TRUST_NOT_ALLOWED; WireError WIRE_NOT_FOUND; StoreError STORE_BEHIND */
  async prove({ stream, revision }: Place, by: Signed): Promise<string> {
    const [recorded] = await this.store.readStream(stream, revision);
    const event = recorded && decode(recorded);
    if (!this.mayHave(event, by))
      throw new TrustError('TRUST_NOT_ALLOWED', `not an act of ${by.participant}`);
    const receipt = event && this.receipts.again(event);
    if (!recorded || receipt === undefined)
      throw new WireError('WIRE_NOT_FOUND', 'no receipt was given for this');
    return receiptProof(recorded, await this.desk.inclusion(recorded.id), receipt);
  }

  /** One's own acts; auditors see everything. Of others one does not even learn whether they are there. */
  private mayHave(event: StoredEvent | undefined, { participant }: Signed): boolean {
    const isAuditor = authority(this.views.trust, participant)?.roles.includes('auditor');
    return isAuditor === true || event?.by === participant;
  }
}
