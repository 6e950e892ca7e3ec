import type { KeyObject } from 'node:crypto';
import { blind, unblind } from './digests.ts';
import type { EpochKey } from './epoch-keys.ts';
import { unseal, unwrap, type Context } from './sealing.ts';
import type { Owner } from './vault.ts';

/** Something that lies under a key, and how it is opened. */
export type Wrapped = { readonly context: Context; readonly key: Buffer };

/** All that a database keeps under keys, read as a thief of it would. */
export type Stolen = {
  readonly id: string;
  readonly epoch: number;
  readonly digestKey: Wrapped;
  readonly owners: readonly Wrapped[];
  readonly records: readonly Wrapped[];
  readonly digests: readonly Buffer[];
};

/** How the thief reads: both databases have these tables. */
export const THEFT = {
  vault: 'SELECT * FROM vault',
  owners: 'SELECT controller, subject, key FROM owner WHERE key IS NOT NULL',
  records: 'SELECT name, key FROM record WHERE key IS NOT NULL',
  digests: 'SELECT digest FROM identity UNION ALL SELECT digest FROM lookup',
};

export type StolenRows = {
  readonly vault: readonly {
    readonly id: string;
    readonly epoch: number;
    readonly digest_key: Uint8Array;
  }[];
  readonly owners: readonly (Owner & { readonly key: Uint8Array })[];
  readonly records: readonly { readonly name: string; readonly key: Uint8Array }[];
  readonly digests: readonly { readonly digest: Uint8Array }[];
};

export function stolenFrom({ vault: [row], owners, records, digests }: StolenRows): Stolen {
  if (!row) throw new Error('no vault');
  return {
    id: row.id,
    epoch: row.epoch,
    digestKey: { context: ['digest-key'], key: Buffer.from(row.digest_key) },
    owners: owners.map(({ controller, subject, key }) => ({
      context: ['owner-key', controller, subject],
      key: Buffer.from(key),
    })),
    records: records.map(({ name, key }) => ({
      context: ['record-key', name],
      key: Buffer.from(key),
    })),
    digests: digests.map(({ digest }) => Buffer.from(digest)),
  };
}

/** Every key that can be had from a database and an epoch key. */
export const keysFrom = (database: Stolen, { wrapping, blinding }: EpochKey) => ({
  keys: reach([wrapping], wrappedIn(database)),
  blinding,
});
export type Left = ReturnType<typeof keysFrom>;

/** The records whose contents somebody reads who has these keys and a stolen database. */
export function readable(
  database: Stolen,
  { keys }: Left,
  sealed: ReadonlyMap<string, Uint8Array>,
): string[] {
  const reached = reach(keys, wrappedIn(database));
  const opens = (name: string, bytes: Uint8Array) =>
    reached.some((key) => attempt(() => unseal(key, ['contents', name], bytes)));
  return [...sealed].filter(([name, bytes]) => opens(name, bytes)).map(([name]) => name);
}

/** Whether somebody with these keys can tell that a digest stands in a stolen database. */
export function guessed(
  database: Stolen,
  { keys, blinding }: Left,
  digest: (key: KeyObject) => Uint8Array,
): boolean {
  const guesses = keys.flatMap((key) => [digest(key), blind(blinding, digest(key))]);
  const kept = database.digests.flatMap((blinded) => [blinded, unblind(blinding, blinded)]);
  return guesses.some((guess) => kept.some((one) => Buffer.compare(one, guess) === 0));
}

/** What these keys unwrap, and what that unwraps, and so on. */
function reach(keys: Iterable<KeyObject>, wrapped: readonly Wrapped[]): KeyObject[] {
  const reached = new Set(keys);
  for (const key of reached)
    for (const { context, key: bytes } of wrapped) {
      const found = attempt(() => unwrap(key, context, bytes));
      if (found) reached.add(found);
    }
  return [...reached];
}

const wrappedIn = ({ digestKey, owners, records }: Stolen) => [digestKey, ...owners, ...records];

function attempt<Result>(open: () => Result): Result | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
