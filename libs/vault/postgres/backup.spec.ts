import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backUp, PostgresServer } from '#testing/postgres';
import { until } from '#testing';
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
} from '../theft.samples.ts';
import { ERASED, type Identity } from '../vault.ts';
import type { PostgresVault } from './index.ts';
import { bytesOf, PostgresVaults, type VaultPlaces } from './postgres-vaults.samples.ts';
import { inSchemaOf, sql } from './schemas.samples.ts';

const CONTENTS = Buffer.from('TESTOV PRIMER, BORN 1987-06-05');
const identity = (name: string): Identity => ({
  country: 'KG',
  kind: 'PASSPORT',
  number: `TEST-NUMBER-OF-${name}`,
  birthDate: '1987-06-05',
});

/** A worker with two records, each found by its number. */
async function worker(vault: PostgresVault, name: string) {
  const records = [`certificate-${name}-1`, `certificate-${name}-2`] as const;
  const sealed = new Map<string, Uint8Array>();
  let subject = '';
  for (const record of records) {
    const kept = await vault.keep(record, {
      controller: 'KG',
      owner: { identity: identity(name) },
      contents: CONTENTS,
      values: [{ kind: 'number', value: `TEST-SERIES-${record}` }],
      claims: [],
    });
    if (kept === ERASED) throw new Error('a new record is ERASED');
    ({ subject } = kept);
    sealed.set(record, kept.sealed);
  }
  return { name, records, sealed, owner: { controller: 'KG', subject } };
}

/** All that a database keeps under keys, read as whoever restores it would. */
async function stolen(url: string): Promise<Stolen> {
  const rows: Record<string, unknown> = {};
  for (const [part, statement] of Object.entries(THEFT)) rows[part] = await sql(url, statement);
  return stolenFrom(rows as StolenRows);
}

/**
 * The story of architecture §9: a base backup and the server's log go elsewhere; a worker is erased; the epoch turns;
 * somebody restores what went elsewhere, and has every key that is left.
 */
describe('after an erasure and a turn', () => {
  const vaults = new PostgresVaults();
  const restored: PostgresServer[] = [];
  const backups: string[] = [];
  let server: PostgresServer;
  let places: VaultPlaces;
  let vault: PostgresVault;
  let erased: Awaited<ReturnType<typeof worker>>;
  let late: typeof erased;
  let living: typeof erased;
  /** Lives on without one record. */
  let half: typeof erased;
  let sealed: Map<string, Uint8Array>;
  let before: Left;
  let beforeTurn: unknown;
  let secrets: Buffer[];

  beforeAll(async () => {
    server = await PostgresServer.start({ archive: true });
    places = await vaults.places(server.url());
    vault = await vaults.open(places);
    [erased, living] = [await worker(vault, 'ERASED'), await worker(vault, 'LIVING')];
    half = await worker(vault, 'HALF');
    backups.push(await backUp(server.url()));
    late = await worker(vault, 'LATE'); // Known to the log alone.
    sealed = new Map([erased, living, half, late].flatMap((one) => [...one.sealed]));

    const database = await stolen(places.url);
    before = keysFrom(database, new EpochKeys(places.epochKeys, database.id).of(database.epoch));
    const files = await readdir(places.epochKeys);
    secrets = await Promise.all(files.map((file) => readFile(join(places.epochKeys, file))));
    await sql(server.url(), `SELECT pg_create_restore_point('before the erasure')`);

    for (const { owner } of [erased, late]) await vault.destroy({ owner });
    await vault.destroy({ record: half.records[0] });
    await logIsArchived();
    beforeTurn = await (await opened(backups[0]!, BEFORE())).open(...first(late));
    await vault.turn(async () => void backups.push(await backUp(server.url())));
    await logIsArchived();
  });
  afterAll(async () => {
    await vaults.end();
    for (const one of restored) await one.remove();
    await server.remove();
    for (const folder of backups) await rm(folder, { recursive: true });
  });

  const LOG = () => ({ restore_command: `cp ${server.archive}/%f %p` });
  const BEFORE = () => ({
    restore_command: `cp ${server.archive}/%f %p`,
    recovery_target_name: 'before the erasure',
    recovery_target_action: 'promote',
  });
  const first = ({ records: [name], sealed: bytes }: typeof erased) =>
    [name, bytes.get(name)!] as const;

  async function logIsArchived(): Promise<void> {
    const [row] = await sql<{ file: string }>(
      server.url(),
      'SELECT pg_walfile_name(pg_switch_wal()) AS file',
    );
    await until(async () => (await readdir(server.archive)).includes(row!.file));
  }

  /** The URL of the vault in another server, made of a backup and, with settings, of the log. */
  async function restore(backup: string, settings?: Record<string, string>): Promise<string> {
    const one = await PostgresServer.restore(backup, settings);
    restored.push(one);
    return inSchemaOf(places.url, one.url());
  }
  const opened = async (backup: string, settings?: Record<string, string>) =>
    vaults.open({ ...places, url: await restore(backup, settings) });

  /** Every key that can be had today. */
  async function left(): Promise<Left> {
    const now = await stolen(places.url);
    return keysFrom(now, new EpochKeys(places.epochKeys, now.id).of(now.epoch));
  }

  test('a copy did open the vault until then: it is a copy', () =>
    expect(beforeTurn).toEqual(CONTENTS));

  test.each([
    ['as it was backed up', () => undefined],
    ['brought forward to the moment before the erasure', BEFORE],
  ])('a backup from before opens nothing, %s', async (_, settings) =>
    expect(opened(backups[0]!, settings())).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' }),
  );

  test('it gives nothing of the erased away to whoever restores it and has every key that is left', async () => {
    const copy = await stolen(await restore(backups[0]!, BEFORE()));
    expect(readable(copy, before, sealed)).toEqual([...sealed.keys()]);
    const keys = await left();
    expect(readable(copy, keys, sealed)).toEqual([...living.records, half.records[1]]);
    for (const { name, records } of [erased, late]) {
      const known = identity(name);
      const series = `TEST-SERIES-${records[0]}`;
      const guesses = [
        (key: Parameters<typeof identityDigest>[0]) => identityDigest(key, 'KG', known),
        (key: Parameters<typeof identityDigest>[0]) => lookupDigest(key, 'number', series),
      ];
      for (const guess of guesses)
        expect([guessed(copy, before, guess), guessed(copy, keys, guess)]).toEqual([true, false]);
    }
  });

  test.each([
    ['all of the log', () => opened(backups[0]!, LOG())],
    ['the backup of the turn', () => opened(backups[1]!)],
  ])('%s brings the vault back, which says ERASED', async (_, reopen) => {
    const again = await reopen();
    expect(await again.open(...first(erased))).toBe(ERASED);
    expect(await again.open(...first(late))).toBe(ERASED);
    expect(await again.open(...first(half))).toBe(ERASED);
    expect(await again.open(...first(living))).toEqual(CONTENTS);
    expect(await again.lookup('number', `TEST-SERIES-${erased.records[0]}`)).toEqual([]);
  });

  test('no file of server, log, backups or keys holds a plaintext or a key of then', async () => {
    await server.stop();
    const bytes = await bytesOf(server.data, server.archive, ...backups, places.epochKeys);
    expect(bytes.includes(erased.records[0])).toBe(true);
    const values = [erased, living, half, late].flatMap(({ name, records }) => [
      CONTENTS,
      identity(name).number,
      ...records.map((record) => `TEST-SERIES-${record}`),
    ]);
    const keys = [...before.keys, before.blinding].map((key) => key.export());
    expect([keys.length, secrets.length]).toEqual([1 + 1 + 4 + 8 + 1, 1]);
    const found = [...values, ...keys, ...secrets].filter((value) =>
      [value, Buffer.from(value).toString('hex'), Buffer.from(value).toString('base64url')].some(
        (form) => bytes.includes(form),
      ),
    );
    expect(found).toEqual([]);
  });
});
