import { StoreError } from '#kernel';
import type { EpochKeys, TurnObserver } from '../epoch-keys.ts';
import type { Owner } from '../vault.ts';
import { anew, type Anew } from '../wrapping.ts';
import {
  statement,
  type Database,
  type Decision,
  type Session,
  type Statement,
} from './database.ts';
import { vaultRow } from './epochs.ts';
import { columns } from './loading.ts';

/** Rows that are put under the new epoch at once: what a hub that destroys waits for is a few milliseconds. */
const CHUNK = 500;

const LOCK = statement(
  'turn-lock',
  'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
);
const MOVE = statement('turn-move', 'UPDATE vault SET epoch = $1, digest_key = $2');
const END = statement('turn-end', 'UPDATE vault SET oldest = epoch');

type Row = Owner & { readonly id: string; readonly epoch: number; readonly old: Uint8Array };

/** How the rows of each table that lie under an older epoch are found and put under the new one. */
const TABLES = [
  {
    older: statement(
      'turn-owners',
      `SELECT id, controller, subject, epoch, key AS old FROM owner
       WHERE id > $1 AND epoch < $2 AND key IS NOT NULL ORDER BY id LIMIT $3`,
    ),
    set: statement(
      'turn-set-owners',
      `UPDATE owner SET key = renewed.key, epoch = $3
       FROM unnest($1::bigint[], $2::bytea[]) AS renewed (id, key) WHERE owner.id = renewed.id`,
    ),
    renew: (under: Anew, row: Row) => under.ownerKey(row, row.old),
  },
  ...['identity', 'lookup'].map((table) => ({
    older: statement(
      `turn-${table}`,
      `SELECT id, epoch, digest AS old FROM ${table}
       WHERE id > $1 AND epoch < $2 ORDER BY id LIMIT $3`,
    ),
    set: statement(
      `turn-set-${table}`,
      `UPDATE ${table} SET digest = renewed.digest, epoch = $3
       FROM unnest($1::bigint[], $2::bytea[]) AS renewed (id, digest) WHERE ${table}.id = renewed.id`,
    ),
    renew: (under: Anew, row: Row) => under.digest(row.old),
  })),
];

/**
 * A new epoch, while hubs work: first all that is new lies under it, which hubs notice by themselves; then, row by row,
 * all that is old; then the old key is destroyed. A connection of its own holds the lock by which one turn runs at a time.
 */
export async function turn(
  database: Database,
  keys: EpochKeys,
  reached: TurnObserver,
  backup: () => Promise<void>,
): Promise<{ epoch: number }> {
  const session = await database.session();
  try {
    const read = <Found>(asked: Statement) => session.read<Found>(asked);
    const { id, epoch: current } = await lockedRow(session);
    const begun = await keys.hasBefore(current);
    const epoch = begun ? current : current + 1;
    await keys.write(epoch, reached);
    await session.transaction('alone', (reading) => move(reading, keys, epoch));
    for (const table of TABLES) await renewAll(session, keys, table, epoch);
    await session.transaction('alone', async () => ({ result: undefined, writes: [END()] }));
    reached('keys wrapped anew');
    await backup();
    await read(LOCK(id)); // The connection is the one that was locked, or this throws.
    await keys.destroyBefore(epoch, reached);
    keys.forgetBefore(epoch);
    return { epoch };
  } finally {
    await session.end();
  }
}

/** @throws StoreError STORE_LOCKED if another turn of this vault runs. */
async function lockedRow(session: Session) {
  const read = <Found>(asked: Statement) => session.read<Found>(asked);
  const { id } = await vaultRow(read);
  const [lock] = await read<{ locked: boolean }>(LOCK(id));
  if (!lock?.locked) throw new StoreError('STORE_LOCKED', 'another turn of this vault runs');
  return vaultRow(read);
}

async function move(
  read: <Found>(asked: Statement) => Promise<Found[]>,
  keys: EpochKeys,
  next: number,
): Promise<Decision<void>> {
  const { epoch, digest_key } = await vaultRow(read);
  if (epoch === next || !digest_key) return { result: undefined, writes: [] };
  const under = anew(keys.of(epoch), keys.of(next, epoch));
  return { result: undefined, writes: [MOVE(next, under.digestKey(digest_key))] };
}

async function renewAll(
  session: Session,
  keys: EpochKeys,
  { older, set, renew }: (typeof TABLES)[number],
  epoch: number,
): Promise<void> {
  let after = '0';
  for (let count = CHUNK; count === CHUNK;)
    count = await session.transaction('changing', async (read) => {
      const rows = await read<Row>(older(after, epoch, CHUNK));
      after = rows.at(-1)?.id ?? after;
      const renewed = rows.map((row) => ({
        id: row.id,
        value: renew(anew(keys.of(row.epoch, row.epoch), keys.of(epoch, row.epoch)), row),
      }));
      const writes = [set(...columns(renewed, 'id', 'value'), epoch)];
      return { result: rows.length, writes };
    });
}
