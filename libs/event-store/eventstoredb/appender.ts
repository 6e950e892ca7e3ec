import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { ConcurrentWrite, StoreError } from '#kernel';
import type { Appended, EventToAppend, ExpectedRevision } from '../event-store.ts';
import type { Connection } from './connection.ts';
import { isFinal, storeErrorOf } from './errors.ts';
import { Patience } from './patience.ts';
import { isKnown, toPosition } from './position.ts';
import type { Limits, Reader } from './reader.ts';
import { appendRequests } from './requests.ts';
import { Slots } from './slots.ts';

/** Appends under way at once; with the reads and the subscriptions below the 100 calls that a server takes on one connection. */
const AT_ONCE = 32;

/** An append on its way to an answer. */
type Append = {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EventToAppend[];
};

/**
 * Appends until the answer is known. A try that gets no answer may be written, so it is sent again as it was:
 * the server knows events by their ids. And a refusal may be of the second try because of the first: what
 * stands in the stream decides.
 */
export class Appender {
  readonly #connection: Connection;
  readonly #reader: Reader;
  readonly #limits: Limits;
  readonly #slots = new Slots(AT_ONCE);

  constructor(connection: Connection, reader: Reader, limits: Limits) {
    this.#connection = connection;
    this.#reader = reader;
    this.#limits = limits;
  }

  append(append: Append): Promise<Appended> {
    const patience = new Patience(this.#limits.patience);
    const requests = appendRequests(append.stream, append.expected, append.events);
    return this.#slots.use(async () => {
      if (patience.left === 0)
        throw new StoreError('STORE_BUSY', `${append.stream}: its turn to be written did not come`);
      for (;;) {
        const answer = await this.#try(append, requests, patience);
        if (answer) return answer;
        await patience.pause();
      }
    });
  }

  /** Undefined if it may go better next time. */
  async #try(
    append: Append,
    requests: readonly AppendReq[],
    patience: Patience,
  ): Promise<Appended | undefined> {
    try {
      const answer = await this.#connection.append(requests, Math.max(patience.left, 1));
      return writtenAt(answer) ?? (await this.#found(append)) ?? refuse(append, answer);
    } catch (error) {
      const failure = () => storeErrorOf(error, `${append.stream} may not have been written`);
      if (isFinal(error)) throw failure();
      if (patience.left > 0) return undefined;
      const found = await this.#found(append).catch(() => undefined);
      if (found) return found;
      throw failure();
    }
  }

  /** Where the last of the events stands, if all of them, and nothing else, follow the expected revision. */
  async #found({ stream, expected, events }: Append): Promise<Appended | undefined> {
    const first = expected === 'none' ? 0 : expected + 1;
    const there = await this.#reader.stream(stream, first, events.length);
    const last = there[events.length - 1];
    const same = events.every(
      ({ id }, at) => there[at]?.revision === first + at && there[at].id === id.toLowerCase(),
    );
    return same && last ? { revision: last.revision, position: last.position } : undefined;
  }
}

/** A server may answer an append that it knows already without its position; then it is looked up like one it refused. */
function writtenAt(answer: AppendResp): Appended | undefined {
  const success = answer.getSuccess();
  const place = success?.getPosition();
  if (!success || !place) return undefined;
  const position = { commit: place.getCommitPosition(), prepare: place.getPreparePosition() };
  if (!isKnown(position)) return undefined;
  return { revision: Number(success.getCurrentRevision()), position: toPosition(position) };
}

function refuse({ stream, expected }: Append, answer: AppendResp): never {
  const refusal = answer.getWrongExpectedVersion();
  if (!refusal) throw new StoreError('STORE_UNAVAILABLE', `${stream}: the answer cannot be read`);
  const current = refusal.hasCurrentRevision() ? refusal.getCurrentRevision() : 'none';
  throw new ConcurrentWrite(`${stream} is at ${current}, not at ${expected}`);
}
