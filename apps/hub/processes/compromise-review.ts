import { certificate } from '#certificates';
import type { EventStore } from '#event-store';
import type { Clock } from '#kernel';
import type { RecordRow } from '#read-models';
import { HUB, type EventLog } from '../log/event-log.ts';
import type { HubViews } from '../views/hub-views.ts';
import { compromisedKeys } from '../views/trust-questions.ts';
import type { Process } from './process.ts';

/**
 * A compromised key puts every record it signed since then under review, so that recipients learn of the doubt
 * that answers already derive from the key (architecture §6). Finds later compromises and later reports again.
 */
export class CompromiseReview implements Process {
  readonly name = 'compromise-review';
  private readonly log: EventLog;
  private readonly store: EventStore;
  private readonly views: HubViews;
  private readonly clock: Clock;
  /** Streams that have their review, by kid; found anew after a restart. */
  private readonly reviewed = new Set<string>();

  constructor(log: EventLog, store: EventStore, views: HubViews, clock: Clock) {
    this.log = log;
    this.store = store;
    this.views = views;
    this.clock = clock;
  }

  async run(): Promise<void> {
    for (const { kid, since } of compromisedKeys(this.views.trust)) {
      const rows = await this.views.records({ kid }, await this.store.end());
      for (const row of rows) if (row.recordedAt >= since) await this.review(row, kid);
    }
  }

  private async review(
    { stream, issuer, id, digest, ended }: RecordRow,
    kid: string,
  ): Promise<void> {
    const name = `${kid} ${stream}`;
    if (this.reviewed.has(name) || ended || !stream.startsWith('certificate-')) return;
    await this.log.carryOut(stream, certificate, {
      type: 'OpenReview',
      data: { record: { issuer, id, digest }, reason: 'KEY_COMPROMISED', kid },
      at: this.clock.now(),
      by: HUB,
    });
    this.reviewed.add(name);
  }
}
