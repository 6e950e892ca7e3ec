import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { identityDigest, lookupDigest } from '../digests.ts';
import { EpochKeys } from '../epoch-keys.ts';
import {
  guessed,
  keysFrom,
  readable,
  stolenFrom,
  THEFT,
  type Left,
  type Stolen,
  type StolenRows,
  type Wrapped,
} from '../theft.samples.ts';
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

/** All that a database keeps under keys, read as a thief of the file would. */
function stolen({ file }: VaultPlaces): Stolen {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const all = (sql: string) => db.prepare(sql).all();
    return stolenFrom({
      vault: all(THEFT.vault),
      owners: all(THEFT.owners),
      records: all(THEFT.records),
      digests: all(THEFT.digests),
    } as unknown as StolenRows);
  } finally {
    db.close();
  }
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
