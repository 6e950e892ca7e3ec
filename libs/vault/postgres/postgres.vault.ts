import type { KeyObject } from 'node:crypto';
import { identityDigest, lookupDigest } from '../digests.ts';
import type { TurnObserver } from '../epoch-keys.ts';
import { byDigests } from '../kept-by-digests.ts';
import { seal } from '../sealing.ts';
import { noiseOf, publishedBits } from '../status-bits.ts';
import {
  ERASED,
  Vault,
  type Erased,
  type Identity,
  type Keeping,
  type Kept,
  type LookupKind,
  type Owner,
  type RecordName,
  type Standing,
  type StatusListName,
} from '../vault.ts';
import { claim, keep, recordKey, remember, subjectOf, type AddingCall } from './calls.ts';
import { Database, statement, type Decide } from './database.ts';
import { destroyOwner, destroyRecord } from './destroying.ts';
import { openVault, type Epochs } from './epochs.ts';
import { Gathering } from './gathering.ts';
import { lookUpAll, openAll, type Sealed } from './reading.ts';
import { listNames, readList } from './status-bits.ts';
import { allocate } from './status-lists.ts';
import { turn } from './turning.ts';
import { writeAll, type Write } from './writing.ts';

export type PostgresVaultOptions = {
  /** `postgres://user:password@host:port/database`, as libpq reads it; `sslmode=verify-full&sslrootcert=…` for TLS. */
  readonly url: string;
  /** The folder of the epoch keys, one for all processes that use the vault; made if absent. Never in the database's backup. */
  readonly epochKeys: string;
  readonly onTurnStep?: TurnObserver;
};

/** One connection writes, the others read. */
const READING = 3;

/** Calls that are written or asked together. */
const MOST = 256;

const ERASURES_UP_TO = statement('erasures', 'SELECT erasures_up_to AS "upTo" FROM vault');

/** Never moves back: of two hubs that carry out erasures the slower one may report last. */
const ERASURES_DONE = statement(
  'erasures-done',
  `UPDATE vault SET erasures_up_to = $1 WHERE erasures_up_to IS NULL OR erasures_up_to < $1`,
);

/**
 * The vault in a PostgreSQL database that many hubs and relays share. What it keeps is in `schema.ts`, who may work beside
 * whom in `database.ts`. No owner's or record's key stays in memory: each `open` asks the database, so that a key
 * that one hub destroyed is gone at once for all.
 */
export class PostgresVault extends Vault {
  readonly #database: Database;
  readonly #epochs: Epochs;
  readonly #digestKey: KeyObject;
  readonly #onTurnStep: TurnObserver;
  readonly #writing = new Gathering({ lanes: 1, most: MOST }, (writes: readonly Write[]) =>
    writeAll(this.#database, this.#epochs, writes),
  );
  readonly #opening = new Gathering({ lanes: READING, most: MOST }, (asked: readonly Sealed[]) =>
    openAll(this.#database, this.#epochs, asked),
  );
  readonly #lookingUp = new Gathering(
    { lanes: READING, most: MOST },
    (digests: readonly Uint8Array[]) => lookUpAll(this.#database, this.#epochs, digests),
  );
  #lastTurn: Promise<unknown> = Promise.resolve();

  private constructor(
    database: Database,
    epochs: Epochs,
    digestKey: KeyObject,
    onTurnStep: TurnObserver = () => {},
  ) {
    super();
    this.#database = database;
    this.#epochs = epochs;
    this.#digestKey = digestKey;
    this.#onTurnStep = onTurnStep;
  }

  /**
   * Opens the vault; at the first time makes its tables and the first epoch key.
   * @throws StoreError STORE_KEY_MISSING if the folder lacks the key of the database's epoch, as after the return of a copy
   * from before the last turn; STORE_UNAVAILABLE if the server does not answer.
   */
  static async open(options: PostgresVaultOptions): Promise<PostgresVault> {
    const { url, epochKeys, onTurnStep } = options;
    const database = new Database(url, READING + 1);
    try {
      const { epochs, digestKey } = await openVault(database, epochKeys);
      return new PostgresVault(database, epochs, digestKey, onTurnStep);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  async keep(record: RecordName, keeping: Keeping): Promise<Kept | Erased> {
    const kept = await this.#add(keep(record, byDigests(this.#digestKey, keeping)));
    if (kept === ERASED) return ERASED;
    return {
      subject: kept.subject,
      sealed: seal(kept.key, ['contents', record], keeping.contents),
    };
  }

  subjectOf(controller: string, identity: Identity): Promise<string> {
    const digest = identityDigest(this.#digestKey, controller, identity);
    return this.#add(subjectOf(controller, digest));
  }

  async seal(record: RecordName, owner: Owner, bytes: Uint8Array): Promise<Uint8Array | Erased> {
    const key = await this.#add(recordKey(record, owner));
    return key === ERASED ? ERASED : seal(key, ['contents', record], bytes);
  }

  open(record: RecordName, sealed: Uint8Array): Promise<Uint8Array | Erased> {
    return this.#opening.ask({ record, sealed });
  }

  remember(kind: LookupKind, value: string, record: RecordName): Promise<void> {
    return this.#add(remember(lookupDigest(this.#digestKey, kind, value), record));
  }

  lookup(kind: LookupKind, value: string): Promise<RecordName[]> {
    return this.#lookingUp.ask(lookupDigest(this.#digestKey, kind, value));
  }

  allocate(issuer: string, count: number): Promise<{ list: string; indices: readonly number[] }> {
    return this.#change('changing', (read) => allocate(read, issuer, count));
  }

  claim(issuer: string, list: string, index: number, record: RecordName): Promise<boolean> {
    return this.#add(claim({ issuer, list, index }, record));
  }

  statusLists(): Promise<readonly StatusListName[]> {
    return this.#database.reading(listNames);
  }

  async statuses(
    list: string,
    { withdrawn, unknown = [] }: Standing,
  ): Promise<Uint8Array | undefined> {
    const read = await this.#database.reading((reading) =>
      readList(reading, list, withdrawn, unknown),
    );
    return read && publishedBits(read.state, read, noiseOf(this.#digestKey, list));
  }

  /** What the server's own log and backups still hold opens under the old epoch's key alone: `turn` destroys that. */
  destroy(target: { readonly record: RecordName } | { readonly owner: Owner }): Promise<void> {
    return this.#change('alone', (read) =>
      'record' in target
        ? destroyRecord(read, this.#epochs, target.record)
        : destroyOwner(target.owner),
    );
  }

  /** @throws StoreError STORE_LOCKED if another process turns this vault. */
  turn(backup: () => Promise<void> = async () => {}): Promise<{ epoch: number }> {
    const turned = this.#lastTurn.then(() =>
      turn(this.#database, this.#epochs.keys, this.#onTurnStep, backup),
    );
    this.#lastTurn = turned.catch(() => undefined);
    return turned;
  }

  async erasuresUpTo(): Promise<string | undefined> {
    const [row] = await this.#database.reading((read) =>
      read<{ upTo: string | null }>(ERASURES_UP_TO()),
    );
    return row?.upTo ?? undefined;
  }

  erasuresDone(upTo: string): Promise<void> {
    return this.#change('changing', async () => ({
      result: undefined,
      writes: [ERASURES_DONE(upTo)],
    }));
  }

  async close(): Promise<void> {
    await this.#lastTurn;
    await Promise.all([this.#writing.idle(), this.#opening.idle(), this.#lookingUp.idle()]);
    await this.#database.close();
  }

  #add<Result>(call: AddingCall<Result>): Promise<Result> {
    // Each call is answered with what its own `add` returned.
    return this.#writing.ask(call) as Promise<Result>;
  }

  #change<Result>(manner: 'changing' | 'alone', decide: Decide<Result>): Promise<Result> {
    return this.#writing.ask({ manner, decide }) as Promise<Result>;
  }
}
