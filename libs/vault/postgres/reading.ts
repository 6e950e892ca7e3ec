import { StoreError } from '#kernel';
import { unseal } from '../sealing.ts';
import { ERASED, type Erased, type Owner, type RecordName } from '../vault.ts';
import { unwrapOwnerKey, unwrapRecordKey } from '../wrapping.ts';
import { statement, type Database, type Read } from './database.ts';
import type { Epochs, Standing } from './epochs.ts';
import type { Outcome } from './gathering.ts';

export type Sealed = { readonly record: RecordName; readonly sealed: Uint8Array };

/** What opens a record, as one statement reads it: keys and epoch of one moment, whatever turns meanwhile. */
const OPEN = statement(
  'open',
  `SELECT vault.epoch AS current, vault.oldest, asked.name, record.id IS NOT NULL AS "isKnown",
     controller, subject, owner.epoch, owner.key AS "ownerKey", record.key AS "recordKey"
   FROM vault CROSS JOIN unnest($1::text[]) AS asked (name)
   LEFT JOIN record ON record.name = asked.name LEFT JOIN owner ON owner.id = record.owner`,
);

/** Every digest is asked for as all that it may be stored as; `place` tells which it was. */
const LOOK_UP = statement(
  'look-up',
  `SELECT vault.epoch, vault.oldest, asked.place, record.name
   FROM vault LEFT JOIN unnest($1::bytea[], $2::integer[]) AS asked (digest, place) ON true
   LEFT JOIN lookup ON lookup.digest = asked.digest LEFT JOIN record ON record.id = lookup.record
   ORDER BY lookup.id`,
);

type OpenRow = Owner & {
  readonly current: number;
  readonly oldest: number;
  readonly name: RecordName;
  readonly isKnown: boolean;
  readonly epoch: number;
  readonly ownerKey: Uint8Array | null;
  readonly recordKey: Uint8Array | null;
};

type LookUpRow = Standing &
  ({ readonly place: number; readonly name: RecordName } | { readonly name: null });

/** Opens many records with one question. */
export async function openAll(
  database: Database,
  epochs: Epochs,
  asked: readonly Sealed[],
): Promise<Outcome<Uint8Array | Erased>[]> {
  const names = [...new Set(asked.map(({ record }) => record))];
  const read = () => database.reading((reading) => keysOf(reading, epochs, names));
  const found = await read();
  // A turn may have ended since: then the same rows lie under the new key.
  const isLate = [...found.values()].some(({ ownerKey, epoch }) => ownerKey && !epochs.has(epoch));
  const rows = isLate ? await read() : found;
  return asked.map((one) => () => openOne(epochs, rows.get(one.record), one));
}

async function keysOf(
  read: Read,
  epochs: Epochs,
  names: readonly RecordName[],
): Promise<ReadonlyMap<RecordName, OpenRow>> {
  const rows = await read<OpenRow>(OPEN(names));
  for (const { current, oldest } of rows.slice(0, 1)) epochs.learn({ epoch: current, oldest });
  return new Map(rows.map((row) => [row.name, row]));
}

/** @throws StoreError as `Vault.open` says. */
function openOne(epochs: Epochs, row: OpenRow | undefined, { record, sealed }: Sealed) {
  if (!row?.isKnown) throw new StoreError('STORE_KEY_MISSING', `no key of ${record}`);
  if (!row.ownerKey || !row.recordKey) return ERASED;
  const under = unwrapOwnerKey(epochs.key(row.epoch), row, row.ownerKey);
  return unseal(unwrapRecordKey(under, record, row.recordKey), ['contents', record], sealed);
}

/** Looks many digests up with one question; each is answered with records, oldest first. */
export async function lookUpAll(
  database: Database,
  epochs: Epochs,
  digests: readonly Uint8Array[],
): Promise<Outcome<RecordName[]>[]> {
  const rows = await database.reading(async (read) => {
    const blinds = digests.flatMap((digest, place) =>
      epochs.blinds(digest).map((blinded) => ({ blinded, place })),
    );
    const found = await read<LookUpRow>(
      LOOK_UP(
        blinds.map(({ blinded }) => blinded),
        blinds.map(({ place }) => place),
      ),
    );
    for (const standing of found.slice(0, 1)) epochs.check(standing);
    return found;
  });
  const names = digests.map((): RecordName[] => []);
  for (const row of rows) if (row.name !== null) names[row.place]!.push(row.name);
  return names.map((found) => () => found);
}
