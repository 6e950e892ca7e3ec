import {
  AccessDeniedError,
  convertToCommandError,
  isCommandError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
} from '@eventstore/db-client';
import { HubError, StoreError, WireError } from '#kernel';

/** gRPC status codes of refusals that asking again cannot change. */
const FINAL_CODES = new Map([
  [3, 'INVALID_ARGUMENT'],
  [7, 'PERMISSION_DENIED'],
  [9, 'FAILED_PRECONDITION'],
  [11, 'OUT_OF_RANGE'],
  [12, 'UNIMPLEMENTED'],
  [16, 'UNAUTHENTICATED'],
]);

/** How a read refuses a place that is not in its log; a subscription says INVALID_ARGUMENT. */
const INVALID_POSITION = /invalid ?position/i;

/**
 * Whether the server has decided. Anything else (no connection, no leader, no answer in time, a server that is busy
 * or shutting down) may go better next time, and says nothing of whether an append was written.
 */
export function isFinal(error: unknown): boolean {
  if (error instanceof HubError || error instanceof TypeError) return true;
  const known = commandError(error);
  return (
    known instanceof AccessDeniedError ||
    known instanceof MaxAppendSizeExceededError ||
    known instanceof StreamDeletedError ||
    (isCommandError(known) &&
      (FINAL_CODES.has(known.code ?? 0) || INVALID_POSITION.test(known.message)))
  );
}

/** The store's own error for one of the client's. `what` says what could not be done. */
export function storeErrorOf(error: unknown, what: string): HubError {
  if (error instanceof HubError) return error;
  const cause = commandError(error);
  if (cause instanceof MaxAppendSizeExceededError)
    return new WireError('WIRE_TOO_LARGE', `${what}: the server takes no more at once`, {
      facts: { limit: cause.maxAppendSize },
      cause,
    });
  if (cause instanceof StreamDeletedError)
    return new StoreError(
      'STORE_CORRUPT',
      `${what}: its stream was deleted, which no part of the hub does`,
      { cause },
    );
  if (isCommandError(cause) && INVALID_POSITION.test(cause.message))
    return new WireError('WIRE_SCHEMA_MISMATCH', `${what}: not a position of this store`, {
      cause,
    });
  return new StoreError('STORE_UNAVAILABLE', `${what}: ${cause.message}`, { cause });
}

const commandError = (error: unknown): Error =>
  error instanceof Error ? convertToCommandError(error) : new Error(String(error));

/** The stream was deleted for good: the server tells it from one that never was. */
export const isDeleted = (error: unknown): boolean =>
  commandError(error) instanceof StreamDeletedError;
