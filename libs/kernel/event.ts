/** An instant: ISO 8601, UTC, milliseconds, `2026-11-24T03:56:00.000Z`. This one form, so instants compare as text. */
export type Instant = string;

/** A civil date of the issuing country, `2026-11-24`. */
export type CivilDate = string;

/** One version of an exchange contract; `hash` is SHA-256 (base64url) of its JCS bytes without signatures. */
export type ContractReference = {
  readonly contract: string;
  readonly version: number;
  readonly hash: string;
};

/** A grant of a contract version, by its place in the document's `grants`. */
export type GrantReference = {
  readonly contract: string;
  readonly version: number;
  readonly grant: number;
};

/** An authority that an event goes to, and the grants that let it see something of the record. */
export type Recipient = {
  readonly authority: string;
  readonly grants: readonly GrantReference[];
};

/** What `route` of libs/exchange decides for a record: under which contract versions it runs, and to whom it goes. */
export type Routing = {
  readonly under: readonly ContractReference[];
  readonly to: readonly Recipient[];
};

/**
 * An event of the domain. `at` is the time the hub recorded it, `by` the participant that caused it;
 * `under` and `to` are the routing decision, frozen when the event was made (architecture §8).
 */
export type DomainEvent<Type extends string = string, Data = unknown> = {
  readonly type: Type;
  readonly data: Data;
  readonly at: Instant;
  readonly by: string;
  readonly under?: readonly ContractReference[];
  readonly to?: readonly Recipient[];
};

/** A command: what is asked, by whom, when; facts about other aggregates stand in `data` too. */
export type DomainCommand<Type extends string = string, Data = unknown> = {
  readonly type: Type;
  readonly data: Data;
  readonly at: Instant;
  readonly by: string;
};
