import { createSecretKey, type KeyObject } from 'node:crypto';
import { StoreError } from '#kernel';
import { prepared, siblingModule, type SqliteThread, type SqliteWriter } from '#sqlite';
import { identityDigest, lookupDigest } from '../digests.ts';
import { EpochKeys, type TurnObserver } from '../epoch-keys.ts';
import { byDigests } from '../kept-by-digests.ts';
import { seal, unseal } from '../sealing.ts';
import { noiseOf, publishedBits } from '../status-bits.ts';
import { unwrapOwnerKey, unwrapRecordKey } from '../wrapping.ts';
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
import { epochKey, lendKeys } from './connection-keys.ts';
import type { operations } from './operations.ts';
import { listNames, readList } from './status-bits.ts';

type Operations = typeof operations;

export type SqliteVaultOptions = {
  readonly thread: SqliteThread;
  /** The database's file. */
  readonly file: string;
  /** The folder of the epoch keys; made if absent. Never in the database's backup. */
  readonly epochKeys: string;
  readonly onTurnStep?: TurnObserver;
};

/** What opens a record, as one statement reads it: keys and epoch of one moment, whatever turns meanwhile. */
const KEYS_OF_RECORD = `
  SELECT epoch, controller, subject, owner.key AS ownerKey, record.key AS recordKey
  FROM vault CROSS JOIN record LEFT JOIN owner ON owner.id = owner WHERE name = ?`;
type KeysOfRecord = Owner & {
  readonly epoch: number;
  readonly ownerKey: Uint8Array | null;
  readonly recordKey: Uint8Array | null;
};

const RECORDS_BY_DIGEST = `
  SELECT name FROM vault CROSS JOIN lookup ON digest = blinded(?, epoch)
  JOIN record ON record.id = record ORDER BY lookup.id`;

/**
 * The vault in one SQLite file. What the file keeps is in `schema.ts`, what is done to it in `operations.ts`. No owner's or
 * record's key stays in memory: each `open` asks the database, so that a destroyed key is gone at once.
 */
export class SqliteVault extends Vault {
  readonly #writer: SqliteWriter<Operations>;
  readonly #keys: EpochKeys;
  readonly #digestKey: KeyObject;
  readonly #onTurnStep: TurnObserver;
  #lastTurn: Promise<unknown> = Promise.resolve();

  private constructor(
    writer: SqliteWriter<Operations>,
    keys: EpochKeys,
    digestKey: KeyObject,
    onTurnStep: TurnObserver = () => {},
  ) {
    super();
    this.#writer = writer;
    this.#keys = keys;
    this.#digestKey = digestKey;
    this.#onTurnStep = onTurnStep;
    lendKeys(writer.reader(), keys);
  }

  /**
   * Opens the vault; at the first time makes database and first epoch key.
   * @throws StoreError STORE_KEY_MISSING if the folder lacks the key of the database's epoch, as after the return of a copy
   * from before the last turn; STORE_LOCKED if the file is open elsewhere.
   */
  static async open(options: SqliteVaultOptions): Promise<SqliteVault> {
    const { thread, file, epochKeys, onTurnStep } = options;
    const module = siblingModule(import.meta.url, 'operations');
    const writer = await thread.open<Operations>(file, module);
    try {
      const { id, epoch, digest_key } = await writer.call('vaultRow');
      const keys = new EpochKeys(epochKeys, id);
      if (!digest_key) await keys.write(epoch);
      const digestKey = createSecretKey(await writer.call('unlock', epochKeys));
      return new SqliteVault(writer, keys, digestKey, onTurnStep);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  async keep(record: RecordName, keeping: Keeping): Promise<Kept | Erased> {
    const kept = await this.#writer.call('keep', record, byDigests(this.#digestKey, keeping));
    if (kept === ERASED) return ERASED;
    const sealed = seal(createSecretKey(kept.key), ['contents', record], keeping.contents);
    return { subject: kept.subject, sealed };
  }

  subjectOf(controller: string, identity: Identity): Promise<string> {
    const digest = identityDigest(this.#digestKey, controller, identity);
    return this.#writer.call('subjectOf', digest, controller);
  }

  async seal(record: RecordName, owner: Owner, bytes: Uint8Array): Promise<Uint8Array | Erased> {
    const key = await this.#writer.call('recordKey', record, owner);
    return key === ERASED ? ERASED : seal(createSecretKey(key), ['contents', record], bytes);
  }

  async open(record: RecordName, sealed: Uint8Array): Promise<Uint8Array | Erased> {
    const db = this.#writer.reader();
    const keys = prepared(db, KEYS_OF_RECORD).get(record) as KeysOfRecord | undefined;
    if (!keys) throw new StoreError('STORE_KEY_MISSING', `no key of ${record}`);
    const { epoch, controller, subject, ownerKey, recordKey } = keys;
    if (!ownerKey || !recordKey) return ERASED;
    const under = unwrapOwnerKey(epochKey(db, epoch), { controller, subject }, ownerKey);
    const key = unwrapRecordKey(under, record, recordKey);
    return unseal(key, ['contents', record], sealed);
  }

  remember(kind: LookupKind, value: string, record: RecordName): Promise<void> {
    return this.#writer.call('remember', lookupDigest(this.#digestKey, kind, value), record);
  }

  async lookup(kind: LookupKind, value: string): Promise<RecordName[]> {
    const digest = lookupDigest(this.#digestKey, kind, value);
    const rows = prepared(this.#writer.reader(), RECORDS_BY_DIGEST).all(digest);
    return rows.map(({ name }) => String(name));
  }

  allocate(issuer: string, count: number): Promise<{ list: string; indices: number[] }> {
    return this.#writer.call('allocate', issuer, count);
  }

  claim(issuer: string, list: string, index: number, record: RecordName): Promise<boolean> {
    return this.#writer.call('claim', issuer, list, index, record);
  }

  async statusLists(): Promise<readonly StatusListName[]> {
    return listNames(this.#writer.reader());
  }

  async statuses(
    list: string,
    { withdrawn, unknown = [] }: Standing,
  ): Promise<Uint8Array | undefined> {
    const read = await readList(this.#writer.reader(), list);
    if (!read) return undefined;
    const indices = {
      withdrawn: await read.indicesOf(withdrawn),
      unknown: await read.indicesOf(unknown),
    };
    return publishedBits(read.state, indices, noiseOf(this.#digestKey, list));
  }

  /** Resolves when the key is in no file of the database any more: the write-ahead log still has what it held. */
  async destroy(
    target: { readonly record: RecordName } | { readonly owner: Owner },
  ): Promise<void> {
    await this.#writer.call('destroy', target);
    await this.#writer.checkpoint();
  }

  turn(backup: () => Promise<void> = async () => {}): Promise<{ epoch: number }> {
    const turned = this.#lastTurn.then(() => this.#turn(backup));
    this.#lastTurn = turned.catch(() => undefined);
    return turned;
  }

  async #turn(backup: () => Promise<void>): Promise<{ epoch: number }> {
    const { epoch: current } = await this.#writer.call('vaultRow');
    const begun = await this.#keys.hasBefore(current);
    const epoch = begun ? current : current + 1;
    await this.#keys.write(epoch, this.#onTurnStep);
    await this.#writer.call('wrapAnew', epoch);
    this.#onTurnStep('keys wrapped anew');
    await this.#writer.checkpoint();
    this.#onTurnStep('write-ahead log emptied');
    await backup();
    await this.#keys.destroyBefore(epoch, this.#onTurnStep);
    return { epoch };
  }

  async erasuresUpTo(): Promise<string | undefined> {
    const row = prepared(this.#writer.reader(), 'SELECT erasures_up_to AS upTo FROM vault').get();
    return (row as { upTo: string | null }).upTo ?? undefined;
  }

  erasuresDone(upTo: string): Promise<void> {
    return this.#writer.call('erasuresDone', upTo);
  }

  async close(): Promise<void> {
    await this.#lastTurn;
    await this.#writer.close();
  }
}
