import {
  countedStreams,
  factsOf,
  QUESTIONS,
  signAsOf,
  type AsOfEvidence,
  type AsOfKind,
  type Moments,
} from '#client';
import { TrustError, WireError, type Clock } from '#kernel';
import { authority } from '#participants';
import type { HubOptions } from '../hub.options.ts';
import type { AccessLog } from '../log/access-log.ts';
import type { Signed } from '../platform/signature.guard.ts';
import type { HubViews } from '../views/hub-views.ts';
import type { ExcerptReader } from './excerpt-reader.ts';

/** Answers auditors about any moment, with everything that it takes to make the answer again. */
export class AsOfDesk {
  private readonly excerpts: ExcerptReader;
  private readonly views: HubViews;
  private readonly access: AccessLog;
  private readonly clock: Clock;
  private readonly key: HubOptions['receiptKey'];

  constructor(
    excerpts: ExcerptReader,
    views: HubViews,
    access: AccessLog,
    clock: Clock,
    { receiptKey }: HubOptions,
  ) {
    this.excerpts = excerpts;
    this.views = views;
    this.access = access;
    this.clock = clock;
    this.key = receiptKey;
  }

  /** @throws TrustError TRUST_NOT_ALLOWED; WireError WIRE_SCHEMA_MISMATCH; StoreError STORE_BEHIND */
  async answer(
    kind: AsOfKind,
    of: string,
    moments: Partial<Moments>,
    by: Signed,
  ): Promise<AsOfEvidence> {
    assertAuditor(this.views, by);
    const row = QUESTIONS[kind];
    if (!row.of.test(of)) throw mismatch('/of', `the name of a ${kind}`);
    const checkedAt = this.clock.now();
    const { validAt = checkedAt, knownAt = checkedAt } = moments;
    if (knownAt > checkedAt) throw mismatch('/knownAt', 'an instant that has come');
    const { events, excerpt, size } = await this.excerpts.read(row.streams(of), knownAt);
    const answer = row.answer(of, factsOf(events), { validAt, knownAt });
    const streams = countedStreams(events);
    const said = { kind, of, validAt, knownAt, answer, streams, size, checkedAt };
    await this.access.note(by, 'EventsReplayed', { purpose: 'AUDIT', outcome: 'GIVEN' });
    return { answer: signAsOf(said, this.key), excerpt };
  }
}

/** @throws TrustError TRUST_NOT_ALLOWED */
export function assertAuditor({ trust }: HubViews, { participant }: Signed): void {
  if (!authority(trust, participant)?.roles.includes('auditor'))
    throw new TrustError('TRUST_NOT_ALLOWED', `${participant} is no auditor`);
}

const mismatch = (pointer: string, expected: string) =>
  new WireError('WIRE_SCHEMA_MISMATCH', `expected ${expected}`, { pointer, facts: { expected } });
