import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkStore, type Checked } from '#audit';
import { SqliteEventReader } from '#event-store/sqlite';
import { recordsView } from '#read-models';
import { Chance } from '../chance.ts';
import { keptStore, type KeptStore } from './kept-store.ts';
import { MUTATIONS } from './mutations.ts';
import { readRows, writeRows, type StoredRow } from './stored-events.ts';

/** The long form has 500. */
const COUNT = Number(process.env['MUTATIONS'] ?? 60);
/** A machine that is busy is no failure. */
const PATIENCE = 60_000 + COUNT * 3_000;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

describe('a store that somebody wrote to behind the hub', () => {
  let kept: KeptStore;
  let rows: readonly StoredRow[];
  let folder: string;
  beforeAll(async () => {
    kept = await keptStore();
    rows = readRows(kept.events);
    folder = await mkdtemp(join(tmpdir(), 'mutations-'));
  });
  afterAll(async () => {
    await kept.remove();
    await rm(folder, { recursive: true });
  });

  /** @param change done to a copy of the store's file */
  async function checked(change: (file: string) => void, more: Partial<Checked> = {}) {
    const file = join(folder, 'events.db');
    await copyFile(kept.events, file);
    change(file);
    const store = SqliteEventReader.open(file);
    const readModels = { records: { view: recordsView, file: kept.records } };
    const options = { checkpoints: [kept.checkpoint] };
    const given = { genesis: kept.genesis, store, logFile: kept.log, readModels, options };
    const result = await checkStore({ ...given, ...more });
    store.close();
    return result;
  }

  test('is sound if nobody did', async () => {
    const { history, findings, isSound, log, readModels } = await checked(() => {});
    expect([findings, isSound, log]).toEqual([[], true, 'COMPARED']);
    expect(readModels['records']).toMatchObject({ state: 'COMPARED', rows: 21, wrong: 0 });
    expect(history.outside).toMatchObject([{ verdict: 'EXTENDED' }, { verdict: 'EXTENDED' }]);
    // Also written anew, row by row: what is found is not of the way in which it is written.
    expect((await checked((file) => writeRows(file, rows))).isSound).toBe(true);
  });

  test(
    `shows each of ${COUNT} mutations, and at which event (SEED=${SEED})`,
    async () => {
      const chance = new Chance(SEED);
      const kinds = Object.keys(MUTATIONS);
      const unseen: string[] = [];
      for (let n = 0; n < COUNT; n++) {
        const kind = kinds[n % kinds.length]!;
        const { rows: changed, events, what } = MUTATIONS[kind]!(rows, chance);
        const { findings, isSound } = await checked((file) => writeRows(file, changed));
        const isNamed = findings.some(({ event }) => events.includes(event));
        if (isSound || !isNamed) unseen.push(`${n} ${kind}: ${what}`);
      }
      expect(unseen).toEqual([]);
    },
    PATIENCE,
  );
});
