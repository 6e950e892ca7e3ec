import type { ErrorCode } from './error-codes.ts';

type Place = {
  /** RFC 6901 pointer of the member at fault, in what the caller sent. */
  readonly pointer?: string;
  /** The error that caused this one; for the log, never for the client. */
  readonly cause?: unknown;
  /** Names of things, never of people, that the client's text may show: a stream, a kid, a limit. */
  readonly facts?: Readonly<Record<string, string | number>>;
};

/**
 * A refusal with a stable code from the closed set of `error-codes.ts`. `message` is for the log; what
 * a client reads is made from the code, the pointer and the facts. Knows nothing of HTTP. Holds no personal data.
 */
export abstract class HubError extends Error {
  readonly code: ErrorCode;
  readonly pointer: string | undefined;
  readonly facts: Readonly<Record<string, string | number>>;
  constructor(code: ErrorCode, message: string, { pointer, cause, facts = {} }: Place = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.pointer = pointer;
    this.facts = facts;
  }
}

/** Not readable as what it claims to be. */
export class WireError extends HubError {}
/** Readable, but not proved to be from whom it claims. */
export class TrustError extends HubError {}
/** Proved, but makes no sense now, or is not allowed. */
export class RuleBroken extends HubError {}
/** The store is away, or a race was lost: the same request may succeed later. */
export class StoreError extends HubError {}
/** A national system failed; goes to the adapter's retry, never to a client. */
export class UpstreamError extends HubError {}

/** The stream is not where the writer thought; nothing was written. */
export class ConcurrentWrite extends StoreError {
  constructor(message: string, place: Place = {}) {
    super('STORE_CONCURRENT_WRITE', message, place);
  }
}
