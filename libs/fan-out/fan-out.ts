/** One message for one authority. `value` is a JWE that only the authority opens; nothing here says whom it is about. */
export type Message = {
  /** The recipient authority, `RU.MOH`. */
  readonly authority: string;
  /** The event's id; with `authority` the key of every inbox. */
  readonly event: string;
  /** Orders messages of one worker; an HMAC, unlinkable across lanes. */
  readonly key: string;
  /** Compact JWE. */
  readonly value: string;
  /** The wrapped lane key that opens `value`. */
  readonly laneKey: string;
};

/** The outbound lane of one recipient state, owned by one relay at a time. */
export type Lane = {
  /**
   * Stores the messages and the lane's position in one transaction, or neither. `upTo` is a position of the event
   * store. `forget` names keys whose waiting messages are deleted first where the adapter can (embedded); a
   * broker forgets by retention. Throws STORE_FENCED to an owner that was replaced, STORE_LANE_LOST to one that
   * may ask for the lane again, ConcurrentWrite at or below the lane's position.
   */
  publish(messages: readonly Message[], upTo: string, forget?: readonly string[]): Promise<void>;
  /** Where the lane stands in the event store; undefined for a lane that never published. */
  position(): Promise<string | undefined>;
};

/** What it rejects with is its own to report: here a rejection only means "again, later". */
export type Handler = (message: Message) => Promise<void>;

/**
 * Asked when messages are gone that were not handled: they lay longer than what carries them keeps, or it lost them. Resolves
 * when they were asked for anew, all that the authority has not confirmed; only then is anything later handled.
 */
export type Missed = () => Promise<void>;

export type Consumption = {
  /** Lets running handlers finish; no other begins once this is called. */
  close(): Promise<void>;
};

/**
 * Carries messages from the relay to the country adapters. Promises, each a test of the conformance suite:
 * - `publish` is atomic with the position and durable once it resolves; a publish at or below the position of the lane is refused;
 * - a lane has one owner: a second `lane(state)` fences the first, whose next publish throws; of processes that share the
 *   fan-out one has the lane while the others wait in `lane`, until it closes or is silent;
 * - a message comes as it was published;
 * - every message reaches its authority's handler at least once, in order per key, those published before it is consumed and after;
 * - a consumer that starts again begins with everything not done;
 * - a message is done only when the handler resolves; a rejected one comes again, after a pause, and before later ones of its key;
 * - a failing key holds up no other key; one authority holds up no other;
 * - two authorities of one state each get their own messages only;
 * - `waiting` counts what is published and not done.
 */
export abstract class FanOut {
  /** Takes the lane; where another process has it, waits until that one is gone, or throws when `signal` is aborted. */
  abstract lane(state: string, signal?: AbortSignal): Promise<Lane>;
  /** One consumer group per authority. */
  abstract consume(
    state: string,
    authority: string,
    handler: Handler,
    missed?: Missed,
  ): Promise<Consumption>;
  /** Messages published and not done, for an authority. */
  abstract waiting(state: string, authority: string): Promise<number>;
  abstract close(): Promise<void>;
}
