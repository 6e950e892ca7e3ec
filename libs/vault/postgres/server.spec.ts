import { randomUUID } from 'node:crypto';
import { PostgresServer } from '#testing/postgres';
import { ERASED, type Keeping, type Kept } from '../vault.ts';
import { Database } from './database.ts';
import { vaultRow } from './epochs.ts';
import type { PostgresVault } from './index.ts';
import { PostgresVaults } from './postgres-vaults.samples.ts';
import { sql } from './schemas.samples.ts';

const vaults = new PostgresVaults();
let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterEach(() => vaults.end());
afterAll(() => server.remove());

const contents = Buffer.from('TESTOV PRIMER');
const recordName = () => `certificate-KG.MOH-${randomUUID()}`;
const keeping: Keeping = {
  controller: 'KG',
  owner: { subject: 'sample' },
  contents,
  values: [],
  claims: [],
};
const keep = async (vault: PostgresVault, record: string): Promise<Kept> => {
  const kept = await vault.keep(record, keeping);
  if (kept === ERASED) throw new Error('a new record is ERASED');
  return kept;
};
const UNAVAILABLE = { code: 'STORE_UNAVAILABLE' };

const vaultHere = async () => vaults.open(await vaults.places(server.url()));

describe('a vault whose server', () => {
  test('starts again goes on, on connections of its own accord', async () => {
    const vault = await vaultHere();
    const record = recordName();
    const { sealed } = await keep(vault, record);
    await server.stop();
    await expect(vault.open(record, sealed)).rejects.toMatchObject(UNAVAILABLE);
    await expect(vault.keep(recordName(), keeping)).rejects.toMatchObject(UNAVAILABLE);
    await expect(vault.turn()).rejects.toMatchObject(UNAVAILABLE);
    await server.resume();
    expect(await vault.open(record, sealed)).toEqual(contents);
    await keep(vault, recordName());
    expect(await vault.turn()).toEqual({ epoch: 2 });
  });

  test('crashes has lost nothing that was answered, though by default it answers before it writes', async () => {
    const vault = await vaultHere();
    const records = Array.from({ length: 20 }, recordName);
    const kept: Kept[] = [];
    for (const record of records) kept.push(await keep(vault, record));
    await server.kill();
    await server.resume();
    for (const [at, record] of records.entries())
      expect(await vault.open(record, kept[at]!.sealed)).toEqual(contents);
    const [setting] = await sql<{ synchronous_commit: string }>(
      server.url(),
      'SHOW synchronous_commit',
    );
    expect(setting).toEqual({ synchronous_commit: 'off' });
  });

  test('ends every connection is asked once more on a new one', async () => {
    const vault = await vaultHere();
    const record = recordName();
    const { sealed } = await keep(vault, record);
    for (let times = 0; times < 3; times++) {
      await endConnections();
      expect(await vault.open(record, sealed)).toEqual(contents);
      await endConnections();
      await keep(vault, recordName());
    }
  });

  test('refuses to write says so, and no transaction stays open', async () => {
    const places = await vaults.places(server.url());
    const vault = await vaults.open(places);
    await sql(server.url(), 'ALTER SYSTEM SET default_transaction_read_only = on');
    await sql(server.url(), 'SELECT pg_reload_conf()');
    await endConnections();
    await expect(vault.keep(recordName(), keeping)).rejects.toMatchObject(UNAVAILABLE);
    await sql(server.url(), 'ALTER SYSTEM RESET default_transaction_read_only');
    await sql(server.url(), 'SELECT pg_reload_conf()');
    await endConnections();
    await keep(vault, recordName());
    const open = await sql(
      server.url(),
      `SELECT FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'`,
    );
    expect(open).toEqual([]);
  });

  test('finds its files damaged says STORE_CORRUPT', async () => {
    const places = await vaults.places(server.url());
    const vault = await vaults.open(places);
    await sql(
      places.url,
      `CREATE FUNCTION damaged() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'invalid page' USING ERRCODE = 'XX001'; END $$`,
    );
    await sql(
      places.url,
      'CREATE TRIGGER damaged BEFORE INSERT ON record FOR EACH ROW EXECUTE FUNCTION damaged()',
    );
    const refused = { code: 'STORE_CORRUPT', message: 'vault: invalid page' };
    await expect(vault.keep(recordName(), keeping)).rejects.toMatchObject(refused);
  });

  test('is not there, or does not know the hub, is not opened; no password is told', async () => {
    const places = await vaults.places(server.url());
    const elsewhere = places.url.replace(String(server.port), '1');
    const stranger = places.url.replace('for-one-test-run', 'very-secret');
    for (const url of [elsewhere, stranger]) {
      const error: unknown = await vaults.open({ ...places, url }).catch((cause: unknown) => cause);
      expect(error).toMatchObject(UNAVAILABLE);
      expect(String(error)).not.toMatch(/very-secret|for-one-test-run/);
    }
  });
});

test('a hub that stops in the middle of a transaction holds the others up for seconds, and then goes on itself', async () => {
  const places = await vaults.places(server.url());
  const vault = await vaults.open(places);
  const record = recordName();
  const { sealed } = await keep(vault, record);

  const [holding, waking] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const stopped = new Database(places.url, 1);
  const answer = stopped.transaction('adding', async (read) => {
    await vaultRow(read);
    holding.resolve();
    await waking.promise;
    return { result: 'done', writes: [] };
  });
  await holding.promise;
  await vault.destroy({ record });
  expect(await vault.open(record, sealed)).toBe(ERASED);
  waking.resolve();
  expect(await answer).toBe('done');
  await stopped.close();
});

describe('a vault over TLS', () => {
  let secure: PostgresServer;
  beforeAll(async () => {
    secure = await PostgresServer.start({ tls: true });
  });
  afterAll(() => secure.remove());

  test('opens where the server proves who it is, and only there', async () => {
    const places = await vaults.places(secure.url());
    const vault = await vaults.open(places);
    const [encrypted] = await sql<{ all: boolean }>(
      secure.url(),
      `SELECT bool_and(ssl) AS all FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
       WHERE application_name = 'eurasec vault'`,
    );
    expect(encrypted).toEqual({ all: true });
    await keep(vault, recordName());

    const unproved = new URL(places.url);
    unproved.searchParams.delete('sslrootcert');
    const inTheOpen = new URL(places.url);
    inTheOpen.searchParams.delete('sslrootcert');
    inTheOpen.searchParams.set('sslmode', 'disable');
    for (const { href } of [unproved, inTheOpen])
      await expect(vaults.open({ ...places, url: href })).rejects.toMatchObject(UNAVAILABLE);
  });
});

/** As a failing network or a careful administrator does. */
async function endConnections(): Promise<void> {
  await sql(
    server.url(),
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE application_name = 'eurasec vault'`,
  );
}
