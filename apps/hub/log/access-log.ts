import { EventStore } from '#event-store';
import { encode } from '#event-store';
import { Clock, ConcurrentWrite, Ids, TrustError, type DomainEvent } from '#kernel';
import { sha256 } from '#signing';
import type { Signed } from '../platform/signature.guard.ts';

/** A record's reference in the access log, or a blank of the same length: the log says nothing that the answer did not. */
export const NO_RECORD = 'certificate-------------------------------------------------';

export type AccessEvent = DomainEvent<
  'QuestionAnswered' | 'RecordRead' | 'RequestRefused' | 'EventsReplayed' | 'IndicesAllocated',
  {
    readonly asker: string;
    readonly kid: string;
    readonly purpose: string;
    readonly outcome: string;
    readonly contract?: string;
    readonly record?: string;
    readonly count?: number;
  }
>;

/**
 * What participants asked, and what they were told: a second store, dropped whole after its years
 * (architecture §10). Never what was typed. Each signed request has one stream, named after its key and
 * nonce, so that a replay of a question meets an existing stream on any hub and is refused.
 */
export class AccessLog {
  private readonly store: EventStore;
  private readonly ids: Ids;
  private readonly clock: Clock;

  constructor(store: EventStore, ids: Ids, clock: Clock) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /** Durable before it resolves. @throws TrustError TRUST_REQUEST_REPLAYED if this signed request was logged before. */
  async record(
    request: Signed,
    type: AccessEvent['type'],
    data: Omit<AccessEvent['data'], 'asker' | 'kid'>,
  ): Promise<void> {
    const event: AccessEvent = {
      type,
      data: { asker: request.participant, kid: request.kid, ...data },
      at: this.clock.now(),
      by: request.participant,
    };
    const id = this.ids.uuid();
    const encoded = encode(event, {
      id,
      nonce: this.ids.nonce(),
      correlationId: id,
      causationId: id,
    });
    try {
      await this.store.append(`access-${sha256(`${request.kid} ${request.nonce}`)}`, 'none', [encoded]);
    } catch (error) {
      if (!(error instanceof ConcurrentWrite)) throw error;
      throw new TrustError('TRUST_REQUEST_REPLAYED', 'a signed request came again', { cause: error });
    }
  }
}
