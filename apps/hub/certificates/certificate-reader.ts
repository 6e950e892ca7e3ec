import { statusAt, type IssuedRecord, type Status } from '#certificates';
import type { StoredEvent } from '#event-store';
import { unionOfTo } from '#exchange';
import {
  RuleBroken,
  TrustError,
  type Clock,
  type ContractReference,
  type Instant,
  type Recipient,
} from '#kernel';
import { authority } from '#participants';
import type { Vault } from '#vault';
import type { AccessLog } from '../log/access-log.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Signed } from '../platform/signature.guard.ts';
import { presentationTo } from '../records/presentation.ts';
import type { HubViews } from '../views/hub-views.ts';
import { keyDoubt } from '../views/trust-questions.ts';
import type { Axes } from './read-certificate.handler.ts';

/** A record's clear facts on two axes of time, and of its contents what the reader's grants show. */
export type CertificateReading = {
  readonly issuer: string;
  readonly id: string;
  readonly validAt: Instant;
  readonly knownAt: Instant;
  readonly status: Status;
  readonly recognised: boolean;
  readonly recordedAt?: Instant;
  readonly digest?: string;
  readonly under?: readonly ContractReference[];
  readonly to?: readonly Recipient[];
  /** `<jwt>~<granted disclosures>~`; ERASED once no key opens it; absent where nothing is granted. */
  readonly presentation?: string;
};

/** Answers authorities that a record went to, its issuer, and auditors. */
export class CertificateReader {
  private readonly log: EventLog;
  private readonly vault: Vault;
  private readonly views: HubViews;
  private readonly access: AccessLog;
  private readonly clock: Clock;

  constructor(log: EventLog, vault: Vault, views: HubViews, access: AccessLog, clock: Clock) {
    this.log = log;
    this.vault = vault;
    this.views = views;
    this.access = access;
    this.clock = clock;
  }

  async read(
    { issuer, id }: { readonly issuer: string; readonly id: string },
    axes: Axes,
    by: Signed,
  ): Promise<CertificateReading> {
    const now = this.clock.now();
    const { validAt = now, knownAt = now } = axes;
    const stream = `certificate-${issuer}-${id}`;
    const all = await this.log.read(stream);
    this.checkConcerned(all, issuer, by);
    await this.access.note(by, 'RecordRead', { purpose: 'READ', outcome: 'GIVEN', record: stream });
    const events = all.filter(({ at }) => at <= knownAt);
    const trust = await this.views.trustKnownAt(knownAt);
    const [first] = events;
    const { status, recognised } = statusAt(events, {
      validAt,
      knownAt,
      recipientState: by.state,
      keyDoubt: keyDoubt(trust, first),
    });
    const asked = { issuer, id, validAt, knownAt, status, recognised };
    if (!first) return asked;
    const { digest } = first.data as IssuedRecord;
    const { vault, views } = this;
    const sources = { vault, contracts: views.contracts };
    const presentation = await presentationTo(by.participant, events, sources);
    return {
      ...asked,
      recordedAt: first.at,
      digest,
      under: first.under ?? [],
      to: unionOfTo(events),
      ...(presentation !== undefined && { presentation }),
    };
  }

  /** Strangers learn nothing, not even whether there is such a record. */
  private checkConcerned(events: readonly StoredEvent[], issuer: string, by: Signed): void {
    const isConcerned =
      by.participant === issuer ||
      authority(this.views.trust, by.participant)?.roles.includes('auditor') ||
      unionOfTo(events).some(({ authority }) => authority === by.participant);
    if (!isConcerned)
      throw new TrustError('TRUST_NOT_ALLOWED', `${by.participant} is not concerned`);
    if (events.length === 0) throw new RuleBroken('RULE_RECORD_UNKNOWN', 'no such record');
  }
}
