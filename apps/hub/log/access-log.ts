import { decode, encode, type EventStore, type RecordedEvent } from '#event-store';
import { Clock, ConcurrentWrite, Ids, TrustError, type DomainEvent } from '#kernel';
import type { ReadModel } from '#projections';
import type { AnswerRow } from '#read-models';
import { sha256 } from '#signing';
import type { Signed } from '../platform/signature.guard.ts';

/** As long as the longest name of a certificate's stream: issuers' ids differ in length. */
const REFERENCE_LENGTH = 'certificate-'.length + 40 + '-'.length + 36;

/** A record's reference in an answer's event, or a blank of the same length: the log says nothing that the answer did not. */
export const recordReference = (stream = 'certificate-'): string =>
  stream.padEnd(REFERENCE_LENGTH, '-');

export type AccessEvent = DomainEvent<
  | 'QuestionAnswered'
  | 'RecordRead'
  | 'RequestRefused'
  | 'EventsReplayed'
  | 'IndicesAllocated'
  | 'PastListRead',
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

type AccessData = Omit<AccessEvent['data'], 'asker' | 'kid'>;

/**
 * What participants asked, and what they were told: a second store, dropped whole after its years
 * (architecture §10). Never what was typed. Each signed request has one stream, named after its key and
 * nonce, so that a replay of a question meets an existing stream on any hub and is refused.
 */
export class AccessLog {
  private readonly store: EventStore;
  private readonly answers: ReadModel;
  private readonly ids: Ids;
  private readonly clock: Clock;

  /** @param answers rows of `answersView` over the store */
  constructor(store: EventStore, answers: ReadModel, ids: Ids, clock: Clock) {
    this.store = store;
    this.answers = answers;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * An answer to a question: durable before it resolves, and only once for each signed request.
   * @returns what names it here: the receipt that the asker is given
   * @throws TrustError TRUST_REQUEST_REPLAYED if this signed request was answered before, by any hub
   */
  async answer(request: Signed, type: AccessEvent['type'], data: AccessData): Promise<string> {
    try {
      return await this.append(request, type, data);
    } catch (error) {
      if (!(error instanceof ConcurrentWrite)) throw error;
      throw new TrustError('TRUST_REQUEST_REPLAYED', 'a signed request came again', {
        cause: error,
      });
    }
  }

  /** Something that may be asked again with the same signature: a refusal, a read. Noted once. */
  async note(request: Signed, type: AccessEvent['type'], data: AccessData): Promise<void> {
    try {
      await this.append(request, type, data);
    } catch (error) {
      if (!(error instanceof ConcurrentWrite)) throw error;
    }
  }

  /** The answer that was given under this receipt; undefined if none was. */
  async answered(receipt: string): Promise<AccessEvent | undefined> {
    const [event] = await this.store.readStream(`access-${receipt}`);
    return event && (decode(event) as unknown as AccessEvent);
  }

  /** What was answered about a record, as it is stored: questions that were confirmed, and reads. */
  async about(stream: string): Promise<readonly RecordedEvent[]> {
    const end = await this.store.end();
    if (end !== 'start') await this.answers.waitFor(end);
    const rows = this.answers.find('answers', { record: stream }) as unknown as AnswerRow[];
    const found = await Promise.all(rows.map((row) => this.store.readStream(row.stream)));
    return found.flat();
  }

  async close(): Promise<void> {
    await this.answers.close();
  }

  private async append(
    request: Signed,
    type: AccessEvent['type'],
    data: AccessData,
  ): Promise<string> {
    const { participant, kid, nonce } = request;
    const event: AccessEvent = {
      type,
      data: { asker: participant, kid, ...data },
      at: this.clock.now(),
      by: participant,
    };
    const id = this.ids.uuid();
    const provenance = { id, nonce: this.ids.nonce(), correlationId: id, causationId: id };
    const receipt = sha256(`${kid} ${nonce}`);
    await this.store.append(`access-${receipt}`, 'none', [encode(event, provenance)]);
    return receipt;
  }
}
