import { readdir, rm } from 'node:fs/promises';
import { Client } from 'pg';
import { until } from '#testing';
import { TURN_STEPS } from '../epoch-keys.ts';
import { ERASED, type Identity, type Keeping, type Kept } from '../vault.ts';
import type { PostgresVault } from './index.ts';
import { PostgresVaults, type VaultPlaces } from './postgres-vaults.samples.ts';
import { sql } from './schemas.samples.ts';

const vaults = new PostgresVaults();
afterEach(() => vaults.end());

const contents = Buffer.from('TESTOV PRIMER');
const person = (number: string): Identity => ({
  country: 'KG',
  kind: 'PASSPORT',
  number,
  birthDate: '1987-06-05',
});
const keeping = (number: string): Keeping => ({
  controller: 'KG',
  owner: { identity: person(number) },
  contents,
  values: [{ kind: 'number', value: number }],
  claims: [],
});
const keep = async (vault: PostgresVault, record: string, number = record): Promise<Kept> => {
  const kept = await vault.keep(record, keeping(number));
  if (kept === ERASED) throw new Error(`${record} is ERASED`);
  return kept;
};

/** The server has no log of its own to empty. */
const STEPS = TURN_STEPS.filter((step) => step !== 'write-ahead log emptied');

const standing = async ({ url }: VaultPlaces) =>
  (await sql<{ epoch: number; oldest: number }>(url, 'SELECT epoch, oldest FROM vault'))[0];

describe('a turn', () => {
  test('reports its steps in order', async () => {
    const steps: string[] = [];
    const places = await vaults.places();
    const vault = await vaults.open({ ...places, onTurnStep: (step) => steps.push(step) });
    await vault.turn(async () => void steps.push('backup'));
    expect(steps).toEqual([...STEPS.slice(0, 3), 'backup', ...STEPS.slice(3)]);
  });

  test.each(STEPS)('that crashes at "%s" is completed by the next', async (crashing) => {
    const places = await vaults.places();
    const crash = new Error('crash');
    const crashes = await vaults.open({
      ...places,
      onTurnStep: (step) => {
        if (step === crashing) throw crash;
      },
    });
    const { sealed, subject } = await keep(crashes, 'one');
    const [oldKey = ''] = await readdir(places.epochKeys);
    const before = await vaults.copy(places);
    await expect(crashes.turn()).rejects.toBe(crash);
    expect(await crashes.open('one', sealed)).toEqual(contents);

    const vault = await vaults.open(places);
    expect(await vault.open('one', sealed)).toEqual(contents);
    // The last step is reported when nothing is left to do: the next turn is one of its own.
    const epoch = crashing === 'old key removed' ? 3 : 2;
    expect(await vault.turn()).toEqual({ epoch });
    for (const hub of [vault, crashes]) {
      expect(await hub.open('one', sealed)).toEqual(contents);
      expect(await hub.lookup('number', 'one')).toEqual(['one']);
      expect(await hub.subjectOf('KG', person('one'))).toBe(subject);
    }
    expect(await readdir(places.epochKeys)).toEqual([oldKey.replace('.1.key', `.${epoch}.key`)]);
    await expect(vaults.open(before)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
  });

  test('lets hubs work while rows lie under two keys', async () => {
    const places = await vaults.places();
    const [turning, hub] = [await vaults.open(places), await vaults.open(places)];
    const old = await keep(hub, 'old');
    const holding = await holdRow(places, 'SELECT FROM owner FOR UPDATE');
    const turned = turning.turn();
    await until(async () => (await standing(places))?.epoch === 2);
    expect(await standing(places)).toEqual({ epoch: 2, oldest: 1 });

    expect(await hub.open('old', old.sealed)).toEqual(contents);
    expect((await keep(hub, 'new', 'old')).subject).toBe(old.subject);
    const other = await keep(hub, 'other');
    expect(await hub.open('other', other.sealed)).toEqual(contents);
    // The same again, found by what lies under the old key.
    await keep(hub, 'old');
    expect(await hub.lookup('number', 'old')).toEqual(['old', 'new']);
    const late = await vaults.open(places);
    expect(await late.open('old', old.sealed)).toEqual(contents);
    const between = await vaults.copy(places);

    await holding.release();
    expect(await turned).toEqual({ epoch: 2 });
    expect(await standing(places)).toEqual({ epoch: 2, oldest: 2 });
    for (const one of [hub, late, turning]) {
      expect(await one.lookup('number', 'old')).toEqual(['old', 'new']);
      expect(await one.open('old', old.sealed)).toEqual(contents);
      expect(await one.subjectOf('KG', person('old'))).toBe(old.subject);
    }
    await expect(vaults.open(between)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
  });

  test('goes through all rows, whatever hubs add and destroy meanwhile', async () => {
    const places = await vaults.places();
    const [turning, hub] = [await vaults.open(places), await vaults.open(places)];
    const names = Array.from({ length: 1_200 }, (_, at) => `before-${at}`);
    const kept = await Promise.all(names.map((name) => keep(hub, name)));
    let isTurned = false;
    const turned = turning.turn().finally(() => (isTurned = true));
    let added = 0;
    do {
      const name = `during-${added}`;
      const { sealed } = await keep(hub, name);
      expect(await hub.open(name, sealed)).toEqual(contents);
      await hub.destroy({ record: names[added++]! });
    } while (!isTurned && added < 1_000);
    await turned;
    for (const table of ['owner', 'identity', 'lookup'])
      expect(await sql(places.url, `SELECT FROM ${table} WHERE epoch < 2`)).toEqual([]);
    const opened = await Promise.all(names.map((name, at) => hub.open(name, kept[at]!.sealed)));
    expect(opened).toEqual(names.map((_, at) => (at < added ? ERASED : contents)));
    const found = await Promise.all(names.map((name) => hub.lookup('number', name)));
    expect(found).toEqual(names.map((name, at) => (at < added ? [] : [name])));
  });

  test('is noticed by a hub that slept through two', async () => {
    const places = await vaults.places();
    const [turning, hub] = [await vaults.open(places), await vaults.open(places)];
    const { sealed, subject } = await keep(hub, 'one');
    await turning.turn();
    await turning.turn();
    expect(await hub.lookup('number', 'one')).toEqual(['one']);
    expect(await hub.subjectOf('KG', person('one'))).toBe(subject);
    expect(await hub.open('one', sealed)).toEqual(contents);
  });

  test('waits for the one before in its process, and is refused beside one of another', async () => {
    const places = await vaults.places();
    const [one, other] = [await vaults.open(places), await vaults.open(places)];
    await one.turn(() => expect(other.turn()).rejects.toMatchObject({ code: 'STORE_LOCKED' }));
    expect(await Promise.all([one.turn(), one.turn()])).toEqual([{ epoch: 3 }, { epoch: 4 }]);
    expect(await other.turn()).toEqual({ epoch: 5 });
  });

  test('destroys no key if it lost the lock while it waited for the backup', async () => {
    const places = await vaults.places();
    const vault = await vaults.open(places);
    const { sealed } = await keep(vault, 'one');
    const turned = vault.turn(async () => {
      const [row] = await sql<{ ended: number }>(
        places.url,
        `SELECT count(pg_terminate_backend(pid, 10000))::int AS ended FROM pg_locks
         WHERE locktype = 'advisory' AND (classid::bigint << 32 | objid::bigint) = (
           SELECT hashtextextended(id, 0) FROM vault)`,
      );
      expect(row?.ended).toBe(1);
    });
    await expect(turned).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await readdir(places.epochKeys)).toHaveLength(2);
    expect(await vault.open('one', sealed)).toEqual(contents);
    expect(await vault.turn()).toEqual({ epoch: 2 });
    expect(await readdir(places.epochKeys)).toHaveLength(1);
  });

  test('cannot be undone: without its key the vault does not open, nor does what it holds', async () => {
    const places = await vaults.places();
    const [vault, idle] = [await vaults.open(places), await vaults.open(places)];
    const { sealed } = await keep(vault, 'one');
    await vault.turn();
    await rm(places.epochKeys, { recursive: true });
    await expect(vaults.open(places)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
    // This one has never read the new key.
    const missing = { code: 'STORE_KEY_MISSING' };
    await expect(idle.open('one', sealed)).rejects.toMatchObject(missing);
    await expect(idle.lookup('number', 'one')).rejects.toMatchObject(missing);
    await expect(idle.keep('two', keeping('two'))).rejects.toMatchObject(missing);
  });
});

/** Holds rows as a slow neighbour would, until released. */
async function holdRow({ url }: VaultPlaces, select: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(select);
  return {
    release: async () => {
      await client.query('ROLLBACK');
      await client.end();
    },
  };
}
