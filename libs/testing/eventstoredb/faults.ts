import type { Refusal } from './refusals.ts';

/** When, around the writing of an append, something goes wrong. */
type When = 'before' | 'after';

/** What goes wrong with one append. */
export type AppendFault = {
  /** Milliseconds that it takes. */
  readonly delay?: number;
  /** The connection is lost. */
  readonly cut?: When;
  /** No answer comes, until the client gives up. */
  readonly silent?: When;
  readonly refuse?: Refusal;
  /** When it is refused. Default `before`. */
  readonly when?: When;
  /** It was written, and yet the answer is that the revision is wrong: known of servers after a lost connection. */
  readonly deny?: true;
  /** It succeeds, but the answer names no position: known of repeated appends. */
  readonly blank?: true;
};

/** What goes wrong with one read that is no subscription. */
export type ReadFault = {
  readonly silent?: true;
  readonly refuse?: Refusal;
  /** The connection is lost after so many events. */
  readonly cutAfter?: number;
};

/** What goes wrong with one subscription, counted in events that it has sent. */
export type SubscriptionFault = {
  readonly cutAfter?: number;
  /** The server ends it, with `refuse` or well. */
  readonly endAfter?: number;
  readonly refuse?: Refusal;
  /** It stays open and sends nothing more, as if the news of its end were lost. */
  readonly muteAfter?: number;
  /** It sends so many earlier events again after each. */
  readonly repeat?: number;
  /** It sends the event with this id after the next one. */
  readonly late?: string;
};

/** What goes wrong with which call; `nth` counts the calls of its kind from 0. */
export type Faults = {
  append?: (nth: number, stream: string) => AppendFault | undefined;
  read?: (nth: number) => ReadFault | undefined;
  subscribe?: (nth: number) => SubscriptionFault | undefined;
};
