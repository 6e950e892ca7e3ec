import { DatabaseError } from 'pg';
import { StoreError } from '#kernel';

/** SQLSTATE codes (PostgreSQL documentation, appendix A). */
const UNIQUE_VIOLATION = '23505';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const RACES: readonly unknown[] = [UNIQUE_VIOLATION, SERIALIZATION_FAILURE, DEADLOCK];

/** data_corrupted, index_corrupted: the server's own files. */
const CORRUPT: readonly unknown[] = ['XX001', 'XX002'];

/** admin_shutdown, crash_shutdown: the server said that it ends this connection. */
const ENDED: readonly unknown[] = ['57P01', '57P02'];

/** The vault stands at another epoch than this process thought. */
export class EpochMoved extends Error {}

/** Whether the same transaction may succeed at once: another hub came first, or the connection had been broken. */
export const mayPass = (error: unknown): boolean =>
  error instanceof EpochMoved ||
  error instanceof ConnectionLost ||
  (error instanceof DatabaseError && RACES.includes(error.code));

/** A connection that was there broke; what was asked on it may have been done or not. */
export class ConnectionLost extends Error {}

/** What the client threw for a statement on an open connection. */
export const onConnection = (error: unknown): unknown =>
  error instanceof Error && (!(error instanceof DatabaseError) || ENDED.includes(error.code))
    ? new ConnectionLost(error.message, { cause: error })
    : error;

/** In the hub's words: STORE_CORRUPT if the server's files are, else STORE_UNAVAILABLE. What is no fault of the store stays. */
export function storeError(cause: unknown): unknown {
  if (cause instanceof DatabaseError)
    // Never its `detail`, which quotes rows.
    return failure(CORRUPT.includes(cause.code) ? 'STORE_CORRUPT' : 'STORE_UNAVAILABLE', cause);
  if (cause instanceof ConnectionLost || cause instanceof EpochMoved) return unavailable(cause);
  return cause;
}

/** No connection could be made. */
export const unavailable = (cause: unknown): StoreError => failure('STORE_UNAVAILABLE', cause);

const failure = (code: 'STORE_CORRUPT' | 'STORE_UNAVAILABLE', cause: unknown): StoreError =>
  new StoreError(code, `vault: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });
