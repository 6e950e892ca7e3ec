import { newKey } from '../sealing.ts';
import type { Owner, RecordName } from '../vault.ts';
import { unwrapOwnerKey, unwrapRecordKey, wrapOwnerKey, wrapRecordKey } from '../wrapping.ts';
import { statement, type Decision, type Read, type Statement } from './database.ts';
import type { Epochs } from './epochs.ts';
import { columns } from './loading.ts';

const THE_OWNER = 'SELECT id FROM owner WHERE controller = $1 AND subject = $2';
const THEIR_RECORDS = `SELECT id FROM record WHERE owner IN (${THE_OWNER})`;

/** Tombstones of the owner and of every record; what found them, and their status indices, lead nowhere. */
const DESTROY_OWNER = [
  statement(
    'destroy-owner',
    `INSERT INTO owner (controller, subject, epoch) SELECT $1, $2, epoch FROM vault
     ON CONFLICT (controller, subject) DO UPDATE SET key = NULL`,
  ),
  statement('destroy-identities', `DELETE FROM identity WHERE owner IN (${THE_OWNER})`),
  statement('destroy-lookups', `DELETE FROM lookup WHERE record IN (${THEIR_RECORDS})`),
  statement(
    'destroy-claims',
    `UPDATE status_claim SET record = NULL WHERE record IN (${THEIR_RECORDS})`,
  ),
  statement('destroy-records', `UPDATE record SET key = NULL WHERE owner IN (${THE_OWNER})`),
];

export const destroyOwner = async ({ controller, subject }: Owner): Promise<Decision<void>> => ({
  result: undefined,
  writes: DESTROY_OWNER.map((part) => part(controller, subject)),
});

const THE_RECORD = 'SELECT id FROM record WHERE name = $1';

/** The record's tombstone; what found it, and its status indices, lead nowhere. */
const DESTROY_RECORD = [
  statement(
    'destroy-record',
    'INSERT INTO record (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET key = NULL',
  ),
  statement('destroy-record-lookups', `DELETE FROM lookup WHERE record IN (${THE_RECORD})`),
  statement(
    'destroy-record-claims',
    `UPDATE status_claim SET record = NULL WHERE record IN (${THE_RECORD})`,
  ),
];

const OWNER_OF = statement(
  'owner-of',
  `SELECT owner.id, controller, subject, epoch, owner.key FROM record JOIN owner ON owner.id = owner
   WHERE name = $1 AND record.key IS NOT NULL`,
);
const OTHER_RECORDS = statement(
  'other-records',
  `SELECT other.id, other.name, other.key FROM record AS one JOIN record AS other USING (owner)
   WHERE one.name = $1 AND other.name <> one.name AND other.key IS NOT NULL`,
);
const SET_OWNER_KEY = statement('owner-key', 'UPDATE owner SET key = $2, epoch = $3 WHERE id = $1');
const SET_RECORD_KEYS = statement(
  'record-keys',
  `UPDATE record SET key = renewed.key FROM unnest($1::bigint[], $2::bytea[]) AS renewed (id, key)
   WHERE record.id = renewed.id`,
);

type OwnerRow = Owner & { readonly id: string; readonly epoch: number; readonly key: Uint8Array };
type OtherRow = { readonly id: string; readonly name: RecordName; readonly key: Uint8Array };

/**
 * Also wraps what is left of the owner's records under a new key. An earlier copy of the database still holds the destroyed
 * record's key, wrapped by the owner's: that one must not be among the keys that are left.
 */
export async function destroyRecord(
  read: Read,
  epochs: Epochs,
  name: RecordName,
): Promise<Decision<void>> {
  const [, [owner], others] = await Promise.all([
    epochs.checkIn(read),
    read<OwnerRow>(OWNER_OF(name)),
    read<OtherRow>(OTHER_RECORDS(name)),
  ]);
  const renewed = owner ? renewOwnerKey(epochs, owner, others) : [];
  return {
    result: undefined,
    writes: [...DESTROY_RECORD.map((part) => part(name)), ...renewed],
  };
}

function renewOwnerKey(epochs: Epochs, owner: OwnerRow, records: readonly OtherRow[]): Statement[] {
  const { epoch } = epochs.standing;
  const [before, after] = [unwrapOwnerKey(epochs.key(owner.epoch), owner, owner.key), newKey()];
  const renewed = records.map(({ id, name, key }) => ({
    id,
    key: wrapRecordKey(after, name, unwrapRecordKey(before, name, key)),
  }));
  return [
    SET_OWNER_KEY(owner.id, wrapOwnerKey(epochs.key(epoch), owner, after), epoch),
    SET_RECORD_KEYS(...columns(renewed, 'id', 'key')),
  ];
}
