import { StoreError } from '#kernel';

/** Primary result codes (sqlite.org/rescode.html). */
export const SQLITE = { BUSY: 5, IOERR: 10, CORRUPT: 11, FULL: 13, NOTADB: 26 } as const;

/** The disk or the file is at fault, not what was asked of it. */
const STORAGE: readonly unknown[] = [SQLITE.IOERR, SQLITE.CORRUPT, SQLITE.FULL, SQLITE.NOTADB];

/** The same may succeed later. */
const PASSING: readonly unknown[] = [SQLITE.BUSY, SQLITE.FULL];

export function primaryCode(error: unknown): number | undefined {
  const code = typeof error === 'object' && error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

export const isStorageFailure = (error: unknown): boolean => STORAGE.includes(primaryCode(error));

export const isPassing = (error: unknown): boolean => PASSING.includes(primaryCode(error));

/** What SQLite threw, in the hub's words: STORE_CORRUPT for a file it cannot make sense of, else STORE_UNAVAILABLE. */
export function storeError(what: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const code = primaryCode(cause);
  const corrupt = code === SQLITE.CORRUPT || code === SQLITE.NOTADB;
  const message = `${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new StoreError(corrupt ? 'STORE_CORRUPT' : 'STORE_UNAVAILABLE', message, { cause });
}
