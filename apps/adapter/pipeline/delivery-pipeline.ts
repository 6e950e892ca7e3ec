import { topicOf, type Delivery, type Message } from '#fan-out';
import {
  HubError,
  RuleBroken,
  TrustError,
  UpstreamError,
  WireError,
  type Clock,
  type ErrorCode,
} from '#kernel';
import { openMessage, sha256 } from '#signing';
import type { Country } from '../country.ts';
import type { Inbox, InboxRow } from '../inbox/inbox.ts';
import type { NationalOutcome, NationalSystem } from '../national-system/national-system.ts';
import { codeOf, type Report } from '../report.ts';
import type { HubKnowledge, Knowledge } from './hub-knowledge.ts';
import type { OwnKeys } from './own-keys.ts';
import { readDelivery } from './read-delivery.ts';
import type { VerifiedDelivery } from './verified-delivery.ts';
import { isOfDemand, verifyDemand } from './verify-demand.ts';
import { verifyLifecycle } from './verify-lifecycle.ts';
import { verifyRecord } from './verify-record.ts';

/** How often a delivery is tried before it is parked, by how the national system fails. */
export type Patience = Readonly<Record<'UPSTREAM_REFUSED' | 'UPSTREAM_UNAVAILABLE', number>>;

/** A document that is not taken will not be taken; a system that is away may be away for a night (at most 30 s a try). */
export const PATIENCE: Patience = { UPSTREAM_REFUSED: 5, UPSTREAM_UNAVAILABLE: 1_000 };

export type PipelineParts = {
  readonly authority: string;
  readonly country: Country;
  readonly keys: OwnKeys;
  readonly knowledge: HubKnowledge;
  readonly inbox: Inbox;
  readonly nationalSystem: NationalSystem;
  readonly clock: Clock;
  readonly report: Report;
  readonly patience: Patience;
  /** Told of every outcome that the hub should hear of. */
  readonly settled: () => void;
};

/** What an inbox row says, apart from which delivery it is and when. */
type Settlement = Pick<InboxRow, 'outcome' | 'reason' | 'until'>;

/** A message as far as it could be read. */
type Read = { readonly digest: string; readonly delivery?: Delivery };

/** Outcomes that no redrive changes. */
const FINAL: readonly unknown[] = ['DELIVERED', 'ERASED', 'RETAINED'];

/**
 * One authority's deliveries, from message to inbox row. Rejects only when the same message should come again: the
 * national system may yet take it, or hub or inbox are away. Everything else is settled, also refusals.
 */
export class DeliveryPipeline {
  readonly #parts: PipelineParts;
  /** Failed tries of deliveries that are still tried, by event. */
  readonly #tries = new Map<string, number>();

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  readonly receive = async (message: Message): Promise<void> => {
    const before = this.#parts.inbox.outcome(this.#parts.authority, message.event);
    if (FINAL.includes(before)) return;
    let read: Read = { digest: sha256(message.value) };
    try {
      const text = await this.#open(message);
      read = { digest: sha256(text) };
      const delivery = this.#read(text, message);
      read = { ...read, delivery };
      if (before !== undefined && delivery.redriven === undefined) return;
      await this.#record(message, read, await this.#settle(delivery));
    } catch (error) {
      await this.#record(message, read, this.#failure(message, error));
    }
  };

  async #open({ authority, event, value, laneKey }: Message): Promise<string> {
    const { country, keys } = this.#parts;
    const opening = await keys.laneKey(laneKey);
    const topic = topicOf(country.state);
    if (authority !== this.#parts.authority)
      throw new TrustError('TRUST_MISROUTED', `a message to ${authority}`);
    return openMessage(value, opening, { authority, topic, event });
  }

  #read(text: string, { event }: Message): Delivery {
    const delivery = readDelivery(text);
    if (delivery.event.id !== event)
      throw new TrustError('TRUST_MISROUTED', `a message of another event than ${event}`);
    return delivery;
  }

  async #settle(delivery: Delivery): Promise<Settlement> {
    // Acknowledged exactly like a delivery, so that nobody learns from it that there was nothing to show.
    if ('withheld' in delivery) return { outcome: 'DELIVERED' };
    const verified = await this.#verify(delivery);
    const { authority, inbox } = this.#parts;
    const { stream, revision } = delivery.event;
    if (inbox.isHeldBack(authority, stream, revision)) return { outcome: 'HELD' };
    return this.#deliver(verified);
  }

  /** What is not known may be news: the hub is asked once more before anything is refused for it. */
  async #verify(delivery: Delivery): Promise<VerifiedDelivery> {
    const { knowledge } = this.#parts;
    try {
      return await this.#verifyWith(await knowledge.current(), delivery);
    } catch (error) {
      if (!(error instanceof HubError) || !MAY_BE_NEWS.has(error.code)) throw error;
      return this.#verifyWith(await knowledge.refresh(), delivery);
    }
  }

  async #verifyWith(knowledge: Knowledge, delivery: Delivery): Promise<VerifiedDelivery> {
    const { authority, keys } = this.#parts;
    if ('presentation' in delivery) return verifyRecord(delivery, authority, knowledge, keys);
    if ('data' in delivery && isOfDemand(delivery))
      return verifyDemand(delivery, authority, knowledge);
    if ('data' in delivery) return verifyLifecycle(delivery, authority, knowledge);
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'nothing to verify');
  }

  /** What the system answers to an erasure notice is its outcome; a plain yes to one means that the data is erased. */
  async #deliver(verified: VerifiedDelivery): Promise<NationalOutcome> {
    const { country, nationalSystem, authority } = this.#parts;
    const { id, type } = verified.event;
    const answer = await nationalSystem.deliver(`${id}:${authority}`, country.map(verified));
    return type === 'SubjectErased' && answer.outcome === 'DELIVERED'
      ? { outcome: 'ERASED' }
      : answer;
  }

  /** The outcome that a failure is; rethrows what should be tried again. */
  #failure({ event }: Message, error: unknown): Settlement {
    const { authority, report, patience } = this.#parts;
    if (error instanceof UpstreamError) {
      const tries = (this.#tries.get(event) ?? 0) + 1;
      this.#tries.set(event, tries);
      if (tries < patience[error.code as keyof Patience]) throw error;
      report('a delivery is parked', { authority, event, code: error.code });
      return { outcome: 'PARKED', reason: error.code };
    }
    if (!isRefusal(error)) {
      report('a delivery waits', { authority, event, code: codeOf(error) });
      throw error;
    }
    report('a delivery is refused', { authority, event, code: error.code });
    return { outcome: 'REFUSED', reason: error.code };
  }

  async #record({ event }: Message, { digest, delivery }: Read, settlement: Settlement) {
    const { authority, inbox, clock, settled } = this.#parts;
    const place = delivery && {
      stream: delivery.event.stream,
      revision: delivery.event.revision,
    };
    const time = clock.now();
    await inbox.record({ authority, event, ...place, digest, ...settlement, time });
    this.#tries.delete(event);
    if (settlement.outcome !== 'HELD') settled();
  }
}

/** Refusals that newer knowledge may take back. */
const MAY_BE_NEWS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'TRUST_KEY_NOT_ENDORSED',
  'RULE_CONTRACT_UNKNOWN',
  'RULE_NO_CONTRACT',
]);

const isRefusal = (error: unknown): error is HubError =>
  error instanceof WireError || error instanceof TrustError || error instanceof RuleBroken;
