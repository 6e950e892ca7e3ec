import {
  certificate,
  endOfDay,
  type IssuedRecord,
  type RecordReference,
  type Routing,
} from '#certificates';
import { activeVersions, contract, pendingBackfills, type ContractVersion } from '#contracts';
import type { EventStore } from '#event-store';
import { route } from '#exchange';
import { stateOf, type Clock, type Instant } from '#kernel';
import { recruitmentCase } from '#recruitment';
import { ERASED, unpackContents, type Vault } from '#vault';
import { HUB, type EventLog, type Outcome } from '../log/event-log.ts';
import { validUntilOf } from '../records/claims-of.ts';
import type { HubViews } from '../views/hub-views.ts';
import { directoryOf } from '../views/trust-questions.ts';
import type { Process } from './process.ts';

/**
 * `includeValid` (architecture §8): once a version is in effect, the still-valid records of its issuers are
 * shared under it. Every share is its own append at the stream's revision, so several hubs and restarts do no harm.
 */
export class Backfill implements Process {
  readonly name = 'backfill';
  private readonly log: EventLog;
  private readonly store: EventStore;
  private readonly vault: Vault;
  private readonly views: HubViews;
  private readonly clock: Clock;

  constructor(log: EventLog, store: EventStore, vault: Vault, views: HubViews, clock: Clock) {
    this.log = log;
    this.store = store;
    this.vault = vault;
    this.views = views;
    this.clock = clock;
  }

  async run(): Promise<void> {
    for (const version of pendingBackfills(this.views.contracts, this.clock.now()))
      await this.share(version);
  }

  private async share(version: ContractVersion): Promise<void> {
    const end = await this.store.end();
    if (end !== 'start') await this.views.waitFor(end);
    const issuers = new Set(version.document.grants.map(({ from }) => from));
    let shared = 0;
    let skipped = 0;
    for (const issuer of issuers) {
      const rows = await this.views.records({ issuer, ended: 0 }, end);
      for (const { stream } of rows) {
        const share = sharingOf(stream);
        if (!share) continue;
        if (!this.isInForce(version)) return; // Goes on when it is again, if ever.
        if (await this.shareRecord(stream, share, version)) shared++;
        else skipped++;
      }
    }
    await this.log.carryOut(`contract-${version.contract}`, contract, {
      type: 'CompleteBackfill',
      data: { version: version.version, shared, skipped },
      at: this.clock.now(),
      by: HUB,
    });
  }

  private isInForce({ hash }: ContractVersion): boolean {
    const active = activeVersions(this.views.contracts, this.clock.now());
    return active.some((one) => one.hash === hash);
  }

  private async shareRecord(
    stream: string,
    share: Sharing,
    version: ContractVersion,
  ): Promise<boolean> {
    const events = await this.log.read(stream);
    const record = events[0]!.data as IssuedRecord;
    const at = this.clock.now();
    if (!(await this.isValid(stream, record, at))) return false;
    // Under this version alone: other contracts say for themselves whether they include what is valid.
    const { under, to } = route(record, [version], directoryOf(this.views.trust));
    if (under.length === 0) return false;
    const { issuer, id, digest } = record;
    const data = { record: { issuer, id, digest }, routing: { under, to } };
    const { added } = await share(this.log, stream, { data, at, by: HUB });
    return added.length > 0;
  }

  /** Neither erased nor expired, as its own claims say. */
  private async isValid(
    stream: string,
    { jwt, sealed, issuer }: IssuedRecord,
    at: Instant,
  ): Promise<boolean> {
    const bytes = await this.vault.open(stream, Buffer.from(sealed, 'base64url'));
    if (bytes === ERASED) return false;
    const validUntil = validUntilOf(jwt, unpackContents(bytes).disclosures);
    return validUntil === undefined || at < endOfDay(validUntil, stateOf(issuer));
  }
}

type Sharing = (
  log: EventLog,
  stream: string,
  asked: {
    readonly data: { readonly record: RecordReference; readonly routing: Routing };
    readonly at: Instant;
    readonly by: string;
  },
) => Promise<Outcome<unknown>>;

/**
 * What is shared of each family, by its own rules. Evidence is not: it went to whom it concerned when it came, and
 * confirms nobody whom others need know of.
 */
const SHARINGS: Readonly<Record<string, Sharing>> = {
  certificate: (log, stream, asked) =>
    log.carryOut(stream, certificate, { type: 'ShareCertificate', ...asked }),
  case: (log, stream, asked) =>
    log.carryOut(stream, recruitmentCase, { type: 'ShareCase', ...asked }),
};

const sharingOf = (stream: string): Sharing | undefined =>
  SHARINGS[stream.slice(0, stream.indexOf('-'))];
