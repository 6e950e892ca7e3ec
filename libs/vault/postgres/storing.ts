import { blind } from '../digests.ts';
import { wrapOwnerKey } from '../wrapping.ts';
import { statement, type Statement } from './database.ts';
import type { Draft } from './draft.ts';
import type { Epochs } from './epochs.ts';
import { columns } from './loading.ts';

// Each adds in the order of its unique key, and the tables have an order too: hubs that add the same wait for each
// other, never in a circle.

const ADD_OWNERS = statement(
  'owners-add',
  `INSERT INTO owner (controller, subject, key, epoch)
   SELECT controller, subject, key, $4
   FROM unnest($1::text[], $2::text[], $3::bytea[]) AS added (controller, subject, key)
   ORDER BY controller, subject`,
);

const ADD_IDENTITIES = statement(
  'identities-add',
  `INSERT INTO identity (digest, owner, epoch)
   SELECT digest, owner.id, $4
   FROM unnest($1::bytea[], $2::text[], $3::text[]) AS added (digest, controller, subject)
   JOIN owner USING (controller, subject) ORDER BY digest`,
);

const ADD_RECORDS = statement(
  'records-add',
  `INSERT INTO record (name, owner, key)
   SELECT name, owner.id, added.key
   FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) AS added (name, controller, subject, key)
   JOIN owner USING (controller, subject) ORDER BY name`,
);

/** In the order in which they were remembered. What lies there under the epoch before is there. */
const ADD_LOOKUPS = statement(
  'lookups-add',
  `INSERT INTO lookup (digest, record, epoch)
   SELECT added.digest, record.id, $4
   FROM unnest($1::bytea[], $2::bytea[], $3::text[])
     WITH ORDINALITY AS added (digest, before, name, place)
   JOIN record USING (name)
   WHERE NOT EXISTS (
     SELECT FROM lookup AS known WHERE known.digest = added.before AND known.record = record.id)
   ORDER BY place ON CONFLICT DO NOTHING`,
);

const ADD_CLAIMS = statement(
  'claims-add',
  `INSERT INTO status_claim (list, position, record)
   SELECT list, position, record.id
   FROM unnest($1::bigint[], $2::integer[], $3::text[]) AS added (list, position, name)
   JOIN record USING (name) ORDER BY list, position`,
);

/** All that a draft adds, under the newest epoch. */
export function writesOf(draft: Draft, epochs: Epochs): Statement[] {
  const { epoch, oldest } = epochs.standing;
  const [current, before] = [epochs.key(epoch), epochs.key(oldest)];
  const owners = draft.owners.map(({ controller, subject, key }) => ({
    controller,
    subject,
    key: wrapOwnerKey(current, { controller, subject }, key),
  }));
  const identities = draft.identities.map(({ digest, ...owner }) => ({
    ...owner,
    digest: blind(current.blinding, digest),
  }));
  const records = [...draft.records.values()];
  const lookups = draft.lookups.map(({ digest, record }) => ({
    record,
    digest: blind(current.blinding, digest),
    before: blind(before.blinding, digest),
  }));
  return [
    ...some(owners, ADD_OWNERS(...columns(owners, 'controller', 'subject', 'key'), epoch)),
    ...some(
      identities,
      ADD_IDENTITIES(...columns(identities, 'digest', 'controller', 'subject'), epoch),
    ),
    ...some(records, ADD_RECORDS(...columns(records, 'name', 'controller', 'subject', 'wrapped'))),
    ...some(lookups, ADD_LOOKUPS(...columns(lookups, 'digest', 'before', 'record'), epoch)),
    ...some(draft.claims, ADD_CLAIMS(...columns(draft.claims, 'list', 'index', 'record'))),
  ];
}

const some = (rows: readonly unknown[], write: Statement): Statement[] =>
  rows.length > 0 ? [write] : [];
