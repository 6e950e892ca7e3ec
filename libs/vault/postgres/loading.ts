import { LIST_SIZE } from '../status-indices.ts';
import type { Owner, RecordName } from '../vault.ts';
import { unwrapOwnerKey } from '../wrapping.ts';
import { statement, type Read, type Statement } from './database.ts';
import { claimName, digestName, ownerName, type Claim, type Holder, type Loaded } from './draft.ts';
import type { Epochs } from './epochs.ts';

/** What some calls have to know. */
export type Needs = {
  readonly identities?: readonly Uint8Array[];
  readonly owners?: readonly Owner[];
  readonly records?: readonly RecordName[];
  readonly claims?: readonly Claim[];
};

type OwnerRow = Owner & { readonly epoch: number; readonly key: Uint8Array | null };
type IdentifiedRow = OwnerRow & { readonly digest: Uint8Array };
type RecordRow = (Owner | { readonly controller: null; readonly subject: null }) & {
  readonly name: RecordName;
  readonly key: Uint8Array | null;
};
type AllocatedRow = Claim & {
  readonly id: string;
  readonly isClaimed: boolean;
  readonly holder: RecordName | null;
};

const OWNERS_BY_IDENTITY = statement(
  'owners-by-identity',
  `SELECT digest, controller, subject, owner.epoch, key
   FROM identity JOIN owner ON owner.id = identity.owner WHERE digest = ANY($1::bytea[])`,
);

const OWNERS = statement(
  'owners',
  `SELECT controller, subject, epoch, key
   FROM unnest($1::text[], $2::text[]) AS asked (controller, subject)
   JOIN owner USING (controller, subject)`,
);

const RECORDS = statement(
  'records',
  `SELECT name, controller, subject, record.key
   FROM record LEFT JOIN owner ON owner.id = record.owner WHERE name = ANY($1::text[])`,
);

/** Of indices that are allocated, who has them. */
const ALLOCATED = statement(
  'allocated',
  `SELECT asked.issuer, asked.list, asked.index, status_list.id,
     status_claim.list IS NOT NULL AS "isClaimed", record.name AS holder
   FROM unnest($1::text[], $2::text[], $3::integer[]) AS asked (issuer, list, index)
   JOIN status_list ON status_list.issuer = asked.issuer
     AND status_list.issuer || '-' || number = asked.list
   LEFT JOIN status_claim ON status_claim.list = status_list.id AND position = asked.index
   LEFT JOIN record ON record.id = status_claim.record
   WHERE get_bit(substr(allocated, asked.index / 8 + 1, 1), asked.index % 8) = 1`,
);

/** Reads, in one round trip, what a draft decides upon. @throws EpochMoved if that must be asked anew. */
export async function load(read: Read, epochs: Epochs, needs: Required<Needs>): Promise<Loaded> {
  const digests = new Map(
    needs.identities.flatMap((digest) =>
      epochs.blinds(digest).map((blinded) => [digestName(blinded), { digest, blinded }] as const),
    ),
  );
  const blinds = [...digests.values()].map(({ blinded }) => blinded);
  const claims = needs.claims.filter(({ index }) => isIndex(index));
  const [, identified, named, records, allocated] = await Promise.all([
    epochs.checkIn(read),
    all<IdentifiedRow>(read, OWNERS_BY_IDENTITY, blinds),
    all<OwnerRow>(read, OWNERS, ...columns(needs.owners, 'controller', 'subject')),
    all<RecordRow>(read, RECORDS, needs.records),
    all<AllocatedRow>(read, ALLOCATED, ...columns(claims, 'issuer', 'list', 'index')),
  ]);
  const owners = new Map(
    [...identified, ...named].map((row) => [ownerName(row), holderOf(epochs, row)]),
  );
  return {
    owners,
    identities: new Map(
      identified.map((row) => [
        digestName(digests.get(digestName(row.digest))!.digest),
        owners.get(ownerName(row))!,
      ]),
    ),
    records: new Map(
      records.map(({ name, controller, subject, key }) => [
        name,
        { owner: controller === null ? null : { controller, subject }, key },
      ]),
    ),
    allocated: new Map(
      allocated.map((row) => [
        claimName(row),
        { list: row.id, ...(row.isClaimed && { holder: row.holder }) },
      ]),
    ),
  };
}

/** Rows of a statement about these columns of equal length; nothing is asked about nothing. */
async function all<Row>(
  read: Read,
  ask: (...values: unknown[]) => Statement,
  ...values: readonly (readonly unknown[])[]
): Promise<Row[]> {
  return values[0]?.length === 0 ? [] : read<Row>(ask(...values));
}

/** Rows as columns: how arrays of things are handed to PostgreSQL. */
export const columns = <Row, const Name extends keyof Row>(
  rows: readonly Row[],
  ...names: Name[]
): Row[Name][][] => names.map((name) => rows.map((row) => row[name]));

const isIndex = (index: number): boolean =>
  Number.isInteger(index) && index >= 0 && index < LIST_SIZE;

const holderOf = (epochs: Epochs, { controller, subject, epoch, key }: OwnerRow): Holder => ({
  controller,
  subject,
  key: () => (key ? unwrapOwnerKey(epochs.key(epoch), { controller, subject }, key) : undefined),
});
