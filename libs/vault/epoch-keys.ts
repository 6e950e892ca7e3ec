import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '#kernel';

/** What an epoch's secret is used as: a key that wraps others, and the blind over digests. */
export type EpochKey = { readonly wrapping: KeyObject; readonly blinding: KeyObject };

/** The steps of a turn, each durable when it is reported. Whatever step a turn stops at, turning again completes it. */
export const TURN_STEPS = [
  'new key drafted',
  'new key written',
  'keys wrapped anew',
  'write-ahead log emptied',
  'old key overwritten',
  'old key removed',
] as const;
export type TurnStep = (typeof TURN_STEPS)[number];

/** Told of each step of a turn; throwing stops the turn there, as a crash would. */
export type TurnObserver = (step: TurnStep) => void;

const SECRET = 32;

/**
 * The epoch keys of one vault: a folder with a file of 32 random bytes for each epoch, mode 0600, never in the
 * database's backup. The file's name holds the vault's id, so that vaults may share a folder and one's turn
 * never destroys another's key. The folder belongs on storage that overwrites in place.
 */
export class EpochKeys {
  readonly #folder: string;
  readonly #vault: string;
  readonly #known = new Map<number, EpochKey>();

  constructor(folder: string, vault: string) {
    this.#folder = folder;
    this.#vault = vault;
  }

  /**
   * The epoch's key, read once. When a newer one is read, those from before `oldest` leave the memory.
   * @throws StoreError STORE_KEY_MISSING if there is no such key (any more): the database is from before the last turn.
   */
  of(epoch: number, oldest = epoch): EpochKey {
    const known = this.#known.get(epoch);
    if (known) return known;
    const key = this.#read(epoch);
    this.forgetBefore(oldest);
    this.#known.set(epoch, key);
    return key;
  }

  /** Nothing that this process reads lies under an older epoch any more. */
  forgetBefore(epoch: number): void {
    for (const known of this.#known.keys()) if (known < epoch) this.#known.delete(known);
  }

  /** Whether a key older than the epoch's is still there: its turn was not completed. */
  async hasBefore(epoch: number): Promise<boolean> {
    return (await this.#before(epoch)).length > 0;
  }

  /** Draws the epoch's key; durable when it resolves. One that is there stays: a turn that stopped goes on with it. */
  async write(epoch: number, reached: TurnObserver = () => {}): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = this.#file(epoch);
    if (!existsSync(file)) {
      await fill(`${file}.draft`, 'w');
      reached('new key drafted');
      await rename(`${file}.draft`, file);
    }
    await syncFolder(this.#folder);
    reached('new key written');
  }

  /** Overwrites and removes every key older than the epoch's; final when it resolves. */
  async destroyBefore(epoch: number, reached: TurnObserver = () => {}): Promise<void> {
    for (const older of await this.#before(epoch)) {
      await fill(this.#file(older), 'r+');
      reached('old key overwritten');
      await rm(this.#file(older));
    }
    await syncFolder(this.#folder);
    this.of(epoch);
    reached('old key removed');
  }

  #read(epoch: number): EpochKey {
    let secret: Buffer;
    try {
      secret = readFileSync(this.#file(epoch));
    } catch (cause) {
      throw new StoreError('STORE_KEY_MISSING', `epoch ${epoch} of vault ${this.#vault}`, {
        cause,
      });
    }
    if (secret.length !== SECRET)
      throw new StoreError('STORE_CORRUPT', `${this.#file(epoch)} is not of ${SECRET} bytes`);
    return { wrapping: derive(secret, 'wrapping'), blinding: derive(secret, 'blinding') };
  }

  async #before(epoch: number): Promise<number[]> {
    const names = await readdir(this.#folder);
    return names
      .map((name) => /^(?<vault>.+)\.(?<epoch>\d+)\.key$/.exec(name)?.groups)
      .filter((found) => found?.['vault'] === this.#vault)
      .map((found) => Number(found?.['epoch']))
      .filter((found) => found < epoch);
  }

  readonly #file = (epoch: number): string => join(this.#folder, `${this.#vault}.${epoch}.key`);
}

/** One secret, two keys: neither use weakens the other (RFC 5869). */
const derive = (secret: Buffer, use: keyof EpochKey): KeyObject =>
  createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', `eurasec vault ${use}`, SECRET)));

/** Random bytes in the file's place, on disk. */
async function fill(file: string, flags: 'w' | 'r+'): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await handle.write(randomBytes(SECRET), 0, SECRET, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name in a folder is durable, or gone, once the folder itself is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
