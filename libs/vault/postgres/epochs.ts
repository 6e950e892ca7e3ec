import { randomUUID, type KeyObject } from 'node:crypto';
import { StoreError } from '#kernel';
import { blind } from '../digests.ts';
import { EpochKeys, type EpochKey } from '../epoch-keys.ts';
import { newKey } from '../sealing.ts';
import { unwrapDigestKey, wrapDigestKey } from '../wrapping.ts';
import { statement, type Database, type Decision, type Read } from './database.ts';
import { EpochMoved } from './errors.ts';
import { schema } from './schema.ts';

/** Which epochs rows may lie under: `epoch` what is new, from `oldest` on what is there. */
export type Standing = { readonly epoch: number; readonly oldest: number };

/** The vault's one row. */
type VaultRow = Standing & { readonly id: string; readonly digest_key: Uint8Array | null };

const IS_THERE = statement('schema', `SELECT to_regclass('vault') IS NOT NULL AS there`);
const ADD_VAULT = statement(
  'vault-add',
  'INSERT INTO vault (id, epoch, oldest) VALUES ($1, 1, 1) ON CONFLICT DO NOTHING',
);
const VAULT = statement('vault', 'SELECT id, epoch, oldest, digest_key FROM vault');
const STANDING = statement('standing', 'SELECT epoch, oldest FROM vault');
const SET_DIGEST_KEY = statement('digest-key', 'UPDATE vault SET digest_key = $1');

/** The vault's row. */
export async function vaultRow(read: Read): Promise<VaultRow> {
  const [row] = await read<VaultRow>(VAULT());
  if (!row) throw new StoreError('STORE_CORRUPT', 'the table vault is empty');
  return row;
}

/** The epoch keys of this process, and where it believes the vault to stand: whoever reads rows checks that. */
export class Epochs {
  readonly keys: EpochKeys;
  #standing: Standing;

  constructor(keys: EpochKeys, standing: Standing) {
    this.keys = keys;
    this.#standing = standing;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** @throws StoreError STORE_KEY_MISSING if the folder has no such key (any more). */
  key(epoch: number): EpochKey {
    return this.keys.of(epoch, this.#standing.oldest);
  }

  /** All that a digest may be stored as, if the vault stands where it is believed to: `check` that with the answer. */
  blinds(digest: Uint8Array): Uint8Array[] {
    const { epoch, oldest } = this.#standing;
    return Array.from({ length: epoch - oldest + 1 }, (_, age) => epoch - age)
      .filter((one) => this.has(one))
      .map((one) => blind(this.key(one).blinding, digest));
  }

  /** Whether the folder has the epoch's key (still). */
  has(epoch: number): boolean {
    try {
      this.key(epoch);
      return true;
    } catch {
      return false;
    }
  }

  /** Takes note of where the vault stands: never back, since answers overtake each other. Keys of a turn that is done leave the memory. */
  learn({ epoch, oldest }: Standing): void {
    const known = this.#standing;
    this.#standing = {
      epoch: Math.max(epoch, known.epoch),
      oldest: Math.max(oldest, known.oldest),
    };
    this.keys.forgetBefore(this.#standing.oldest);
  }

  /**
   * @throws EpochMoved if the vault stands elsewhere than was believed: what was asked must be asked anew; StoreError
   * STORE_KEY_MISSING if it stands there and the folder lacks its keys.
   */
  check(standing: Standing): void {
    const { epoch, oldest } = this.#standing;
    if (standing.epoch !== epoch || standing.oldest !== oldest) {
      this.learn(standing);
      throw new EpochMoved(`the vault stands at epoch ${standing.epoch}`);
    }
    for (const one of [epoch, oldest]) this.key(one);
  }

  /** The same, for what reads in a transaction. */
  async checkIn(read: Read): Promise<void> {
    const [standing] = await read<Standing>(STANDING());
    if (!standing) throw new StoreError('STORE_CORRUPT', 'the table vault is empty');
    this.check(standing);
  }
}

/**
 * The vault of a database, made at the first opening, and the key of all its digests.
 * @throws StoreError STORE_KEY_MISSING if the folder lacks a key that the database's rows lie under.
 */
export async function openVault(database: Database, folder: string): Promise<Opened> {
  const [tables] = await database.reading((read) => read<{ there: boolean }>(IS_THERE()));
  if (!tables?.there) await database.run(schema);
  await database.reading((read) => read(ADD_VAULT(randomUUID())));
  // Beside hubs that push, but no turn can be between row and folder.
  const known = await database.transaction('adding', async (read) => ({
    result: unlock(await vaultRow(read), folder),
    writes: [],
  }));
  // Alone: of hubs that open a new vault at once one draws the keys.
  return known ?? database.transaction('alone', (read) => found(read, folder));
}

type Opened = { readonly epochs: Epochs; readonly digestKey: KeyObject };

/** Undefined if the vault has no keys yet. */
function unlock(row: VaultRow, folder: string): Opened | undefined {
  if (!row.digest_key) return undefined;
  const epochs = new Epochs(new EpochKeys(folder, row.id), row);
  epochs.key(row.oldest);
  return { epochs, digestKey: unwrapDigestKey(epochs.key(row.epoch), row.digest_key) };
}

async function found(read: Read, folder: string): Promise<Decision<Opened>> {
  const row = await vaultRow(read);
  const known = unlock(row, folder);
  if (known) return { result: known, writes: [] };
  const keys = new EpochKeys(folder, row.id);
  await keys.write(row.epoch);
  const epochs = new Epochs(keys, row);
  const digestKey = newKey();
  const wrapped = wrapDigestKey(epochs.key(row.epoch), digestKey);
  return { result: { epochs, digestKey }, writes: [SET_DIGEST_KEY(wrapped)] };
}
