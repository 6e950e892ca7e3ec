import { decode, encode, EventStore, type Appended, type ExpectedRevision, type StoredEvent } from '#event-store';
import {
  Clock,
  ConcurrentWrite,
  decide,
  fold,
  Ids,
  type Decider,
  type DomainCommand,
  type DomainEvent,
} from '#kernel';

/** What a command did: the events it added (none if the same was already there) and where the stream stands. */
export type Outcome<Event> = {
  readonly added: readonly Event[];
  readonly stored: readonly StoredEvent[];
  readonly appended: Appended | undefined;
};

export type Causes = { readonly correlationId?: string; readonly causationId?: string };

/** How often a command is decided anew after it lost a race for its stream. */
const ATTEMPTS = 8;

/** Carries commands out: read the stream, fold, decide, append at the revision that was read. The only appender of the exchange store. */
export class EventLog {
  private readonly store: EventStore;
  private readonly ids: Ids;
  private readonly clock: Clock;

  constructor(store: EventStore, ids: Ids, clock: Clock) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /** The stream's events, decoded. */
  async read(stream: string): Promise<StoredEvent[]> {
    return (await this.store.readStream(stream)).map(decode);
  }

  /**
   * Decides `command` on what the stream holds, and appends. A lost race is decided again on what the
   * winner left; after some attempts `ConcurrentWrite` goes to the caller.
   */
  async carryOut<State, Command extends DomainCommand, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Command, Event>,
    command: Command,
    causes: Causes = {},
  ): Promise<Outcome<Event>> {
    for (let attempt = 1; ; attempt++) {
      const stored = await this.read(stream);
      const state = fold(decider, stored);
      const added = decide(decider, command, state);
      if (added.length === 0) return { added, stored, appended: undefined };
      const expected = stored.length === 0 ? 'none' : stored.length - 1;
      try {
        return { added, stored, appended: await this.append(stream, expected, added, causes) };
      } catch (error) {
        if (!(error instanceof ConcurrentWrite) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Appends events as they are. Each event's id and nonce are drawn here. */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly DomainEvent[],
    causes: Causes = {},
  ): Promise<Appended> {
    const correlationId = causes.correlationId ?? this.ids.uuid();
    const encoded = events.map((event) =>
      encode(event, {
        id: this.ids.uuid(),
        nonce: this.ids.nonce(),
        correlationId,
        causationId: causes.causationId ?? correlationId,
      }),
    );
    return this.store.append(stream, expected, encoded);
  }

  now(): string {
    return this.clock.now();
  }
}
