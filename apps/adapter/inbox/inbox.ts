import type { DeliveryOutcome, DeliveryReceipt } from '#exchange';
import type { Instant } from '#kernel';
import { prepared, siblingModule, type SqliteThread, type SqliteWriter } from '#sqlite';
import type { operations } from './operations.ts';

/** What became of one delivery. HELD waits behind a parked one of its record, and is no answer to the hub yet. */
export type InboxRow = {
  readonly authority: string;
  readonly event: string;
  /** Where the event lies; absent when the message could not be opened. */
  readonly stream?: string;
  readonly revision?: number;
  /** SHA-256 (base64url) of the plaintext; of the message as it came when it could not be opened. */
  readonly digest: string;
  readonly outcome: DeliveryOutcome | 'HELD';
  readonly reason?: string;
  readonly until?: Instant;
  readonly time: Instant;
};

/** A delivery that the hub makes anew. */
export type Expected = Required<Pick<InboxRow, 'event' | 'stream' | 'revision'>>;

/** The adapter's memory of what it has answered, one row for each (event, authority), in one SQLite file. */
export class Inbox {
  readonly #writer: SqliteWriter<typeof operations>;

  private constructor(writer: SqliteWriter<typeof operations>) {
    this.#writer = writer;
  }

  static async open(thread: SqliteThread, file: string): Promise<Inbox> {
    const module = siblingModule(import.meta.url, 'operations');
    return new Inbox(await thread.open<typeof operations>(file, module));
  }

  /** Durable once it resolves. */
  record(row: InboxRow): Promise<void> {
    return this.#writer.call('record', row);
  }

  /** Deliveries that come again are held until they do; those that have an outcome keep it. Durable once it resolves. */
  expectAgain(authority: string, expected: readonly Expected[], time: Instant): Promise<void> {
    return this.#writer.call('expectAgain', authority, expected, time);
  }

  outcome(authority: string, event: string): InboxRow['outcome'] | undefined {
    const row = this.#read('SELECT outcome FROM delivery WHERE authority = ? AND event = ?').get(
      authority,
      event,
    );
    return row?.['outcome'] as InboxRow['outcome'] | undefined;
  }

  /** Whether an earlier event of the record is parked or held for the authority. */
  isHeldBack(authority: string, stream: string, revision: number): boolean {
    return (
      this.#read(
        `SELECT 1 FROM delivery
         WHERE authority = ? AND stream = ? AND revision < ? AND outcome IN ('PARKED', 'HELD')
         LIMIT 1`,
      ).get(authority, stream, revision) !== undefined
    );
  }

  /** The oldest outcomes that the hub has not been told, as a receipt lists them. */
  unconfirmed(authority: string, limit: number): DeliveryReceipt[] {
    const rows = this.#read(
      `SELECT event, digest, outcome, reason, until, time FROM delivery
       WHERE authority = ? AND confirmed = 0 AND outcome <> 'HELD' ORDER BY time LIMIT ?`,
    ).all(authority, limit);
    return rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).filter(([, value]) => value !== null),
        ) as DeliveryReceipt,
    );
  }

  confirm(authority: string, receipts: readonly DeliveryReceipt[]): Promise<void> {
    const rows = receipts.map(({ event, outcome, time }) => ({ event, outcome, time }));
    return this.#writer.call('confirm', authority, rows);
  }

  close(): Promise<void> {
    return this.#writer.close();
  }

  #read(sql: string) {
    return prepared(this.#writer.reader(), sql);
  }
}
