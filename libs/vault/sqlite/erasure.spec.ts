import type { KeyObject } from 'node:crypto';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { blind, identityDigest, lookupDigest, unblind } from '../digests.ts';
import { EpochKeys, type EpochKey } from '../epoch-keys.ts';
import { unseal, unwrap, type Context } from '../sealing.ts';
import { ERASED, type Identity, type Owner } from '../vault.ts';
import type { SqliteVault } from './index.ts';
import { bytesOf, VaultFiles, type VaultPlaces } from './vault-files.samples.ts';

const files = new VaultFiles();
afterAll(() => files.close());

const contents = Buffer.from('TESTOV PRIMER');
const identity: Identity = {
  country: 'KG',
  kind: 'PASSPORT',
  number: 'TEST-4711',
  birthDate: '1987-06-05',
};

/** A worker with two records, each findable by its number. */
async function worker(vault: SqliteVault, name: string) {
  const subject = await vault.subjectOf('KG', { ...identity, number: name });
  const owner: Owner = { controller: 'KG', subject };
  const records = [`${name}-first`, `${name}-second`] as const;
  const sealed: Uint8Array[] = [];
  for (const record of records) {
    const bytes = await vault.seal(record, owner, contents);
    if (bytes !== ERASED) sealed.push(bytes);
    await vault.remember('number', record, record);
  }
  return { owner, records, sealed };
}

type Wrapped = { readonly context: Context; readonly key: Buffer };

/** All that a database keeps under keys, read as a thief of the file would. */
function stolen({ file }: VaultPlaces) {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const all = <Row>(sql: string) => db.prepare(sql).all() as Row[];
    const [row] = all<{ id: string; epoch: number; digest_key: Uint8Array }>('SELECT * FROM vault');
    if (!row) throw new Error('no vault');
    const owners = all<Owner & { key: Uint8Array }>(
      'SELECT controller, subject, key FROM owner WHERE key IS NOT NULL',
    ).map(({ controller, subject, key }): Wrapped => ({
      context: ['owner-key', controller, subject],
      key: Buffer.from(key),
    }));
    const records = all<{ name: string; key: Uint8Array }>(
      'SELECT name, key FROM record WHERE key IS NOT NULL',
    ).map(({ name, key }): Wrapped => ({ context: ['record-key', name], key: Buffer.from(key) }));
    const digests = all<{ digest: Uint8Array }>(
      'SELECT digest FROM identity UNION ALL SELECT digest FROM lookup',
    ).map(({ digest }) => Buffer.from(digest));
    const digestKey: Wrapped = { context: ['digest-key'], key: Buffer.from(row.digest_key) };
    return { id: row.id, epoch: row.epoch, digestKey, owners, records, digests };
  } finally {
    db.close();
  }
}
type Stolen = ReturnType<typeof stolen>;

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

function attempt<Result>(open: () => Result): Result | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

const wrappedIn = ({ digestKey, owners, records }: Stolen) => [digestKey, ...owners, ...records];

/** Every key that can be had from a database and an epoch key. */
const keysFrom = (database: Stolen, { wrapping, blinding }: EpochKey) => ({
  keys: reach([wrapping], wrappedIn(database)),
  blinding,
});
type Left = ReturnType<typeof keysFrom>;

/** The records whose contents somebody reads who has these keys and a stolen database. */
function readable(database: Stolen, { keys }: Left, sealed: ReadonlyMap<string, Uint8Array>) {
  const reached = reach(keys, wrappedIn(database));
  const opens = (name: string, bytes: Uint8Array) =>
    reached.some((key) => attempt(() => unseal(key, ['contents', name], bytes)));
  return [...sealed].filter(([name, bytes]) => opens(name, bytes)).map(([name]) => name);
}

/** Whether somebody with these keys can tell that a digest stands in a stolen database. */
function guessed(
  database: Stolen,
  { keys, blinding }: Left,
  digest: (key: KeyObject) => Uint8Array,
) {
  const guesses = keys.flatMap((key) => [digest(key), blind(blinding, digest(key))]);
  const kept = database.digests.flatMap((blinded) => [blinded, unblind(blinding, blinded)]);
  return guesses.some((guess) => kept.some((one) => Buffer.compare(one, guess) === 0));
}

async function theft() {
  const places = await files.places();
  const vault = await files.open(places);
  const [erased, living] = [await worker(vault, 'erased'), await worker(vault, 'living')];
  const copy = await files.copy(places);
  const { id, epoch } = stolen(copy);
  const oldKey = new EpochKeys(places.epochKeys, id).of(epoch);
  const sealed = new Map(
    [erased, living].flatMap(({ records, sealed: bytes }) =>
      records.map((record, at) => [record, bytes[at] ?? Buffer.of()] as const),
    ),
  );
  const left = (): Left => {
    const now = stolen(places);
    return keysFrom(now, new EpochKeys(places.epochKeys, id).of(now.epoch));
  };
  return { places, vault, copy: stolen(copy), oldKey, sealed, left, erased, living };
}

describe('an earlier copy of the database', () => {
  test('gives everything away to whoever has the epoch key of its time: the attack works', async () => {
    const { copy, oldKey, sealed } = await theft();
    const thief = keysFrom(copy, oldKey);
    expect(readable(copy, thief, sealed)).toEqual([...sealed.keys()]);
    const known = { ...identity, number: 'erased' };
    expect(guessed(copy, thief, (key) => identityDigest(key, 'KG', known))).toBe(true);
    expect(guessed(copy, thief, (key) => lookupDigest(key, 'number', 'erased-first'))).toBe(true);
    const unknown = { ...identity, number: 'somebody else' };
    expect(guessed(copy, thief, (key) => identityDigest(key, 'KG', unknown))).toBe(false);
  });

  test('gives nothing away of an erased owner to whoever has every key left after the turn', async () => {
    const { vault, copy, sealed, left, erased, living } = await theft();
    await vault.destroy({ owner: erased.owner });
    await vault.turn();
    expect(readable(copy, left(), sealed)).toEqual([...living.records]);
    const known = { ...identity, number: 'erased' };
    expect(guessed(copy, left(), (key) => identityDigest(key, 'KG', known))).toBe(false);
    expect(guessed(copy, left(), (key) => lookupDigest(key, 'number', 'erased-first'))).toBe(false);
  });

  test('nor of an erased record whose owner lives on', async () => {
    const { vault, copy, sealed, left, erased, living } = await theft();
    const [destroyed, kept] = living.records;
    await vault.destroy({ record: destroyed });
    await vault.turn();
    expect(readable(copy, left(), sealed)).toEqual([...erased.records, kept]);
    expect(guessed(copy, left(), (key) => lookupDigest(key, 'number', destroyed))).toBe(false);
    expect(await vault.open(kept, sealed.get(kept) ?? Buffer.of())).toEqual(contents);
  });
});

describe('the files of a vault', () => {
  test('hold no key that was destroyed, as soon as that resolves', async () => {
    const places = await files.places();
    const vault = await files.open(places);
    const names = Array.from({ length: 150 }, (_, at) => `worker-${at}`);
    const workers = await Promise.all(names.map((name) => worker(vault, name)));
    const { owners, records } = stolen(places);
    const before = await bytesOf(dirname(places.file));
    expect([...owners, ...records].every(({ key }) => before.includes(key))).toBe(true);

    for (const { owner, records } of workers.filter((_, at) => at % 3 === 0))
      await vault.destroy(owner.subject < '8' ? { owner } : { record: records[0] });

    const kept = new Set([...stolen(places).owners, ...stolen(places).records].map(text));
    const destroyed = [...owners, ...records].filter((wrapped) => !kept.has(text(wrapped)));
    expect(destroyed.length).toBeGreaterThan(100);
    const after = await bytesOf(dirname(places.file));
    expect(destroyed.filter(({ key }) => after.includes(key))).toEqual([]);
  });

  test('hold nothing that a turn has wrapped anew', async () => {
    const places = await files.places();
    const vault = await files.open(places);
    await worker(vault, 'living');
    const { digestKey, owners, digests } = stolen(places);
    const before = [digestKey.key, ...owners.map(({ key }) => key), ...digests];
    const found = async () => {
      const bytes = await bytesOf(dirname(places.file));
      return before.filter((one) => bytes.includes(one)).length;
    };
    expect(await found()).toBe(5);
    await vault.turn();
    expect(await found()).toBe(0);
  });
});

const text = ({ key }: Wrapped) => key.toString('hex');
