import { decode, encode, EventStore, type ExpectedRevision, type StoredEvent } from '#event-store';
import {
  ConcurrentWrite,
  decide,
  fold,
  Ids,
  type Decider,
  type DomainCommand,
  type DomainEvent,
  type Instant,
} from '#kernel';

/** What a command did: the events it added (none if the same was already there) and where the stream stands. */
export type Outcome<Event> = {
  readonly added: readonly Event[];
  /** What the stream held before. */
  readonly before: readonly StoredEvent[];
  /** `added`, as stored. */
  readonly stored: readonly StoredEvent[];
};

/** The actor of events that no participant asked for: a twin number, a compromised key, a backfill. */
export const HUB = 'HUB';

export type Causes = { readonly correlationId?: string; readonly causationId?: string };

/** What keeps events out for a time. */
export type Gate = { assertAccepting(events: readonly DomainEvent[]): void };

/** Where a stream stood that only grows. */
type Remembered = { readonly state: unknown; readonly revision: number; readonly at: Instant };

/** How often a command is decided anew after it lost a race for its stream. */
const ATTEMPTS = 8;

/** Streams whose state is remembered. */
const REMEMBERED = 1_000;

type Trying = Causes & {
  /** How often, where many hubs write to one stream. */
  readonly attempts?: number;
};

/** Carries commands out: read the stream, fold, decide, append at the revision that was read. The only appender of the exchange store, but for the notary's own stream. */
export class EventLog {
  private readonly store: EventStore;
  private readonly ids: Ids;
  private readonly gate: Gate | undefined;
  private readonly remembered = new Map<string, Remembered>();

  /** @param gate nothing is kept out unless given */
  constructor(store: EventStore, ids: Ids, gate?: Gate) {
    this.store = store;
    this.ids = ids;
    this.gate = gate;
  }

  /** The stream's events, decoded. */
  async read(stream: string): Promise<StoredEvent[]> {
    return (await this.store.readStream(stream)).map(decode);
  }

  /**
   * Decides `asked` on what the stream holds, and appends. A lost race is decided again on what the
   * winner left; after some attempts `ConcurrentWrite` goes to the caller.
   * @param asked the command, or what makes it of what the stream holds: anew at each attempt
   */
  async carryOut<State, Command extends DomainCommand, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Command, Event>,
    asked: Command | ((state: State) => Promise<Command>),
    { attempts = ATTEMPTS, ...causes }: Trying = {},
  ): Promise<Outcome<Event>> {
    for (let attempt = 1; ; attempt++) {
      const before = await this.read(stream);
      const state = fold(decider, before);
      const command = typeof asked === 'function' ? await asked(state) : asked;
      const added = decide(decider, notBefore(before.at(-1)?.at, command), state);
      if (added.length === 0) return { added, before, stored: [] };
      const expected = before.length === 0 ? 'none' : before.length - 1;
      try {
        return { added, before, stored: await this.append(stream, expected, added, causes) };
      } catch (error) {
        if (!(error instanceof ConcurrentWrite) || attempt === attempts) throw error;
      }
    }
  }

  /**
   * Like `carryOut`, for streams that grow long: their state is remembered, and a command reads only what was added
   * since.
   * @returns what it added, as stored, and the state after it
   */
  async carryOn<State, Command extends DomainCommand, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Command, Event>,
    asked: Command | ((state: State) => Promise<Command>),
    { attempts = ATTEMPTS, ...causes }: Trying = {},
  ): Promise<{ readonly stored: readonly StoredEvent[]; readonly state: State }> {
    for (let attempt = 1; ; attempt++) {
      const { state, revision, at } = await this.recall(stream, decider);
      const command = typeof asked === 'function' ? await asked(state) : asked;
      const added = decide(decider, notBefore(at, command), state);
      if (added.length === 0) return { stored: [], state };
      try {
        const expected = revision < 0 ? 'none' : revision;
        const stored = await this.append(stream, expected, added, causes);
        return { stored, state: fold(decider, stored, state) };
      } catch (error) {
        if (!(error instanceof ConcurrentWrite) || attempt === attempts) throw error;
      }
    }
  }

  /** The state of a stream that grows long, now. */
  async stateOf<State, Command extends DomainCommand, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Command, Event>,
  ): Promise<State> {
    return (await this.recall(stream, decider)).state;
  }

  /** The state of a stream, which is remembered; the one that was longest not asked for is forgotten. */
  private async recall<State, Command extends DomainCommand, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Command, Event>,
  ): Promise<Remembered & { readonly state: State }> {
    const known = this.remembered.get(stream) ?? { state: decider.initial, revision: -1, at: '' };
    const news = (await this.store.readStream(stream, known.revision + 1)).map(decode);
    const state = fold(decider, news, known.state as State);
    const now = { state, revision: known.revision + news.length, at: news.at(-1)?.at ?? known.at };
    this.remembered.delete(stream);
    if (now.revision >= 0) this.remembered.set(stream, now);
    if (this.remembered.size > REMEMBERED)
      this.remembered.delete(this.remembered.keys().next().value!);
    return now;
  }

  /**
   * Appends events as they are, and gives them back as stored. Each event's id and nonce are drawn here.
   * @throws HubError where the gate lets them not through
   */
  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly DomainEvent[],
    causes: Causes = {},
  ): Promise<StoredEvent[]> {
    this.gate?.assertAccepting(events);
    const correlationId = causes.correlationId ?? this.ids.uuid();
    const causationId = causes.causationId ?? correlationId;
    const encoded = events.map((event) =>
      encode(event, { id: this.ids.uuid(), nonce: this.ids.nonce(), correlationId, causationId }),
    );
    const { revision, position } = await this.store.append(stream, expected, encoded);
    const first = revision - events.length + 1;
    // An append tells the position of its last event only.
    if (events.length > 1)
      return (await this.store.readStream(stream, first)).slice(0, events.length).map(decode);
    return events.map((event, index) => ({
      ...event,
      id: encoded[index]!.id,
      stream,
      revision: first + index,
      position,
      occurredAt: event.at,
      correlationId,
      causationId,
    }));
  }
}

/** Of two requests the slower one read its clock first, and another hub's may be ahead: none records below what it has seen (architecture §2). */
const notBefore = <Command extends DomainCommand>(
  last: Instant | undefined,
  command: Command,
): Command => (last !== undefined && last > command.at ? { ...command, at: last } : command);
