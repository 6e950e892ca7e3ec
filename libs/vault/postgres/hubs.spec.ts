import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { ERASED, type Identity, type Keeping, type Kept } from '../vault.ts';
import type { PostgresVault } from './index.ts';
import { PostgresVaults } from './postgres-vaults.samples.ts';
import { sql } from './schemas.samples.ts';

const vaults = new PostgresVaults();
afterEach(() => vaults.end());

const person: Identity = {
  country: 'KG',
  kind: 'PASSPORT',
  number: 'TEST-4711',
  birthDate: '1987-06-05',
};
const contents = Buffer.from('TESTOV PRIMER');
const recordName = () => `certificate-KG.MOH-${randomUUID()}`;
const keeping = (change: Partial<Keeping> = {}): Keeping => ({
  controller: 'KG',
  owner: { identity: person },
  contents,
  values: [{ kind: 'number', value: 'TEST-1' }],
  claims: [],
  ...change,
});

/** As many processes as a state may run, each with a pool of its own. */
async function hubs(count: number) {
  const places = await vaults.places();
  const opened = await Promise.all(Array.from({ length: count }, () => vaults.open(places)));
  return { places, opened, count: (table: string) => countOf(places.url, table) };
}

async function countOf(url: string, table: string): Promise<number> {
  const [row] = await sql<{ count: string }>(url, `SELECT count(*) FROM ${table}`);
  return Number(row?.count);
}

async function kept(vault: PostgresVault, record: string, what = keeping()): Promise<Kept> {
  const answer = await vault.keep(record, what);
  if (answer === ERASED) throw new Error('a new record is ERASED');
  return answer;
}

describe('hubs that share a vault', () => {
  test('found it once, when they first open it all together', async () => {
    const { places, opened } = await hubs(6);
    expect(await readdir(places.epochKeys)).toHaveLength(1);
    const [first, ...others] = opened;
    const record = recordName();
    const { sealed } = await kept(first!, record);
    for (const other of others) expect(await other.open(record, sealed)).toEqual(contents);
  });

  test('make one owner with one key of a person whom all meet at once', async () => {
    const { opened, count } = await hubs(6);
    const records = opened.flatMap((hub) =>
      Array.from({ length: 8 }, () => ({ hub, record: recordName() })),
    );
    const answers = await Promise.all(records.map(({ hub, record }) => kept(hub, record)));
    expect(new Set(answers.map(({ subject }) => subject)).size).toBe(1);
    expect([await count('owner'), await count('identity')]).toEqual([1, 1]);
    const [reader] = opened;
    for (const [at, { record }] of records.entries())
      expect(await reader!.open(record, answers[at]!.sealed)).toEqual(contents);
    expect(new Set(await reader!.lookup('number', 'TEST-1'))).toEqual(
      new Set(records.map(({ record }) => record)),
    );
  });

  test('draw one key for a record that is pushed to all at once', async () => {
    const { opened, count } = await hubs(6);
    const record = recordName();
    const answers = await Promise.all(opened.map((hub) => kept(hub, record)));
    expect([await count('record'), await count('lookup')]).toEqual([1, 1]);
    for (const { sealed } of answers)
      expect(await opened[0]!.open(record, sealed)).toEqual(contents);
  });

  test('give an index to one of the records that claim it at once', async () => {
    const { opened } = await hubs(6);
    const { list, indices } = await opened[0]!.allocate('KG.MOH', 1);
    const claims = [{ issuer: 'KG.MOH', list, index: indices[0]! }];
    const outcomes = await Promise.allSettled(
      opened.map((hub) => hub.keep(recordName(), keeping({ claims }))),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(
      Array.from({ length: 5 }, () => 'RULE_STATUS_INDEX_SPENT'),
    );
    expect(await opened[0]!.lookup('number', 'TEST-1')).toHaveLength(1);
  });

  test('never allocate an index twice', async () => {
    const { opened } = await hubs(4);
    const blocks = await Promise.all(
      opened.flatMap((hub) => [1, 2, 3].map(() => hub.allocate('KG.MOH', 50))),
    );
    expect(new Set(blocks.map(({ list }) => list))).toEqual(new Set(['KG.MOH-1']));
    expect(new Set(blocks.flatMap(({ indices }) => indices)).size).toBe(600);
  });

  test('find a key destroyed at once that another destroyed', async () => {
    const { opened } = await hubs(2);
    const [one, other] = opened as [PostgresVault, PostgresVault];
    const [record, second] = [recordName(), recordName()];
    const { subject, sealed } = await kept(one, record);
    const left = await kept(one, second);
    expect(await other.open(record, sealed)).toEqual(contents);

    await one.destroy({ record });
    expect(await other.open(record, sealed)).toBe(ERASED);
    expect(await other.keep(record, keeping())).toBe(ERASED);
    expect(await other.lookup('number', 'TEST-1')).toEqual([second]);
    expect(await other.open(second, left.sealed)).toEqual(contents);

    await other.destroy({ owner: { controller: 'KG', subject } });
    expect(await one.open(second, left.sealed)).toBe(ERASED);
    expect(await one.lookup('number', 'TEST-1')).toEqual([]);
    expect((await kept(one, recordName())).subject).not.toBe(subject);
  });

  test('keep nothing of an owner whom another destroys meanwhile', async () => {
    const { places, opened } = await hubs(3);
    const [one, two, eraser] = opened as [PostgresVault, PostgresVault, PostgresVault];
    const { subject } = await kept(one, recordName());
    const records = Array.from({ length: 120 }, recordName);
    const pushes = records.map((record, at) =>
      (at % 2 ? one : two).keep(record, keeping({ owner: { subject } })),
    );
    await eraser.destroy({ owner: { controller: 'KG', subject } });
    await Promise.all(pushes);
    const living = await sql(places.url, 'SELECT FROM record WHERE key IS NOT NULL');
    expect(living).toEqual([]);
    expect(await eraser.lookup('number', 'TEST-1')).toEqual([]);
  });

  test('keep a worker’s other records readable while single ones are destroyed', async () => {
    const { opened } = await hubs(2);
    const [one, other] = opened as [PostgresVault, PostgresVault];
    const records = Array.from({ length: 24 }, recordName);
    const sealed = await Promise.all(records.map(async (name) => (await kept(one, name)).sealed));
    const destroyed = records.filter((_, at) => at % 2 === 0);
    const added = Array.from({ length: 24 }, recordName);
    const [answers] = await Promise.all([
      Promise.all(added.map(async (record) => kept(one, record))),
      ...destroyed.map((record) => other.destroy({ record })),
    ]);
    for (const [at, record] of records.entries())
      expect(await other.open(record, sealed[at]!)).toEqual(at % 2 ? contents : ERASED);
    for (const [at, record] of added.entries())
      expect(await other.open(record, answers[at]!.sealed)).toEqual(contents);
  });
});
