import { readFileSync, writeFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { checkStore, type Checked } from '#audit';
import { SqliteEventReader } from '#event-store/sqlite';
import { recordsView } from '#read-models';
import { Chance } from '../chance.ts';
import { extent, SEED } from '../extent.ts';
import { keptStore, type KeptStore } from './kept-store.ts';
import { MUTATIONS } from './mutations.ts';
import { bitOfEvent, readRows, writeRows, type StoredRow } from './stored-events.ts';

const MUTATIONS_TRIED = extent(55, 500);
const BITS = extent(40, 500);
const CUTS = extent(10, 100);
/** A machine that is busy is no failure. */
const PATIENCE = 60_000 + MUTATIONS_TRIED * 3_000;

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

  const flip = (file: string, bit: number) => {
    const bytes = readFileSync(file);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(file, bytes);
  };
  /** What a reader gets of the file with that bit turned over; nothing, if it cannot be read. */
  const rowsWith = (bit: number) => {
    const file = join(folder, 'flipped.db');
    writeFileSync(file, readFileSync(kept.events));
    flip(file, bit);
    return readRows(file);
  };

  test('is sound if nobody did', async () => {
    const { history, findings, isSound, log, readModels } = await checked(() => {});
    expect([findings, isSound, log]).toEqual([[], true, 'COMPARED']);
    expect(readModels['records']).toMatchObject({ state: 'COMPARED', wrong: 0 });
    expect(history.outside).toMatchObject([{ verdict: 'EXTENDED' }, { verdict: 'EXTENDED' }]);
    // Also written anew, row by row: what is found is not of the way in which it is written.
    expect((await checked((file) => writeRows(file, rows))).isSound).toBe(true);
  });

  test(
    `shows each of ${BITS} bits that turned over in its file (SEED=${SEED})`,
    async () => {
      const chance = new Chance(SEED + 1);
      const bytes = readFileSync(kept.events);
      const unseen: number[] = [];
      for (let n = 0; n < BITS; n++) {
        const isOfEvent = n % 2 === 0;
        const bit = isOfEvent
          ? bitOfEvent(bytes, rows, chance).bit
          : chance.between(0, bytes.length * 8 - 1);
        const broken = { isSound: false };
        const { isSound } = await checked((file) => flip(file, bit)).catch(() => broken);
        // Pages have room that holds nothing: then what is stored is the same.
        const isSame = isSound && !isOfEvent && isDeepStrictEqual(rowsWith(bit), rows);
        if (isSound && !isSame) unseen.push(bit);
      }
      expect(unseen).toEqual([]);
    },
    PATIENCE,
  );

  test(
    `shows each of ${CUTS} tails cut off, with the log made anew, to whoever kept a checkpoint`,
    async () => {
      const chance = new Chance(SEED + 2);
      const leaves = rows.flatMap(({ stream }, n) => (stream.startsWith('notary-') ? [] : [n]));
      for (let n = 0; n < CUTS; n++) {
        const last = leaves[chance.between(1, leaves.length - 2)]!;
        const cut = rows.slice(0, last + 1);
        const change = (file: string) => writeRows(file, cut);
        // The notary's file went with it.
        const alone = { logFile: join(folder, 'none.db'), readModels: {} };
        const { findings, history } = await checked(change, alone);
        expect(history.outside).toMatchObject([{ verdict: 'CUT' }]);
        const event = cut.at(-1)!.id;
        const found = expect.objectContaining({ code: 'TRUST_LOG_CUT', event }) as unknown;
        expect(findings).toContainEqual(found);
      }
    },
    PATIENCE,
  );

  test('shows a read model that is not what the events give', async () => {
    const file = join(folder, 'records.db');
    await copyFile(kept.records, file);
    const db = new DatabaseSync(file);
    db.exec('UPDATE records SET ended = 1 - ended WHERE rowid = 3');
    db.close();
    const readModels = { records: { view: recordsView, file } };
    const { isSound, findings, readModels: compared } = await checked(() => {}, { readModels });
    expect([isSound, findings]).toEqual([false, []]);
    expect(compared['records']).toMatchObject({ wrong: 1, named: [{ fault: 'DIFFERENT' }] });
  });

  test(
    `shows each of ${MUTATIONS_TRIED} mutations, and at which event (SEED=${SEED})`,
    async () => {
      const chance = new Chance(SEED);
      const kinds = Object.keys(MUTATIONS);
      const unseen: string[] = [];
      for (let n = 0; n < MUTATIONS_TRIED; n++) {
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
