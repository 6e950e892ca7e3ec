import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkClearance, openOfflineKit } from '#client';
import { issueClearance, signStatusList } from '#credentials';
import { numericDate } from '#kernel';
import { generateKey } from '#signing';
import { SqliteThread } from '#sqlite';
import { SampleHistory } from '#testing';
import { SqliteVault } from '#vault/sqlite';
import { BenchedHub } from '../benched-hub.ts';
import { figureOf, median, percentile, type Bench, type Case, type Group } from '../case.ts';
import { firstLine, start, stop } from '../child.ts';
import { verifyFloor } from '../floors/verify-floor.ts';
import { load } from '../load.ts';

const LIST = 'KG.MOH-1';
const URI = `https://hub.example/v1/status-lists/${LIST}`;
/** Each of two clearances. */
const RECORDS = 50_000;
const WITHDRAWN = 3_250;
const LISTS = 40;
const CHECKS = 4_000;
const GETS = 6_000;
const ROUNDS = 3;

/**
 * `statuslist.make`: the list of 50,000 certificates with two clearances each, 6,500 of the 100,000 withdrawn, from the vault to
 * the signed token. `statuslist.serve`: the same list over HTTP, to 32 who ask. `statuslist.offline`: a clearance is checked
 * against a kit, with no network; every signature each time.
 */
export const statusList: Group = {
  cases: ['statuslist.make', 'statuslist.serve', 'statuslist.offline'],

  async measure(bench) {
    const { wanted } = bench;
    return [
      ...(wanted.has('statuslist.make') ? [await make(bench)] : []),
      ...(wanted.has('statuslist.serve') ? [await serve(bench)] : []),
      ...(wanted.has('statuslist.offline') ? [await offline(bench)] : []),
    ];
  },
};

async function make({ folder, progress }: Bench): Promise<Case> {
  progress(`statuslist.make: a vault of ${RECORDS} records`);
  const thread = SqliteThread.start();
  const places = { file: join(folder, 'vault.db'), epochKeys: join(folder, 'epochs') };
  const vault = await SqliteVault.open({ thread, ...places });
  const names = await filled(vault);
  const key = generateKey('KG.MOH', 'status');
  const withdrawn = names.slice(0, WITHDRAWN);
  const file = new DatabaseSync(places.file, { readOnly: true });
  const scan = file.prepare('SELECT count(record) AS claimed, sum(position) FROM status_claim');
  const times: number[] = [];
  const floors: number[] = [];
  for (let list = 0; list < LISTS; list++) {
    const begun = performance.now();
    const bytes = await vault.statuses(LIST, { withdrawn });
    signStatusList({ uri: URI, iat: 1, exp: 2, ttl: 60, bits: 1, bytes: bytes! }, key);
    times.push(performance.now() - begun);
    const bare = performance.now();
    if (scan.get()?.['claimed'] !== 2 * RECORDS) throw new Error('the floor is broken');
    floors.push(performance.now() - bare);
  }
  file.close();
  await vault.close();
  await thread.close();
  const value = 1_000 / median(times);
  const floor = {
    name: 'SQLite scan of the same claims alone',
    value: 1_000 / median(floors),
  };
  const [p50, p99] = [0.5, 0.99].map((part) => percentile(Float64Array.from(times), part));
  const ratio = value / floor.value;
  return { name: 'statuslist.make', value, unit: 'lists/s', p50: p50!, p99: p99!, floor, ratio };
}

/** @returns the names of its records */
async function filled(vault: SqliteVault): Promise<readonly string[]> {
  const indices: number[] = [];
  while (indices.length < 2 * RECORDS)
    indices.push(...(await vault.allocate('KG.MOH', 10_000)).indices);
  const names = Array.from({ length: RECORDS }, () => `certificate-KG.MOH-${randomUUID()}`);
  const contents = Buffer.alloc(64);
  for (let at = 0; at < RECORDS; at += 500)
    await Promise.all(
      names.slice(at, at + 500).map((name, n) =>
        vault.keep(name, {
          ...{ controller: 'KG', owner: { subject: randomUUID() }, contents, values: [] },
          claims: indices
            .slice(2 * (at + n), 2 * (at + n) + 2)
            .map((index) => ({ issuer: 'KG.MOH', list: LIST, index })),
        }),
      ),
    );
  return names;
}

async function serve({ folder, progress }: Bench): Promise<Case> {
  progress('statuslist.serve: founding a hub');
  const hub = await BenchedHub.start(folder);
  const ministry = hub.client('KG.MOH');
  await ministry.allocateStatusIndices('KG.MOH', 10_000);
  const { length } = await ministry.statusList(LIST);
  const child = start('./processes/bytes.process', [String(length)]);
  const port = Number(await firstLine(child));
  try {
    const rounds = [];
    const asked = { connections: 32, warmUp: GETS / 6, total: GETS };
    for (let round = 0; round < ROUNDS; round++) {
      progress(`statuslist.serve: round ${round + 1} of ${ROUNDS}`);
      const get = [hub.request(`/v1/status-lists/${LIST}`, 'KG.MOH')];
      rounds.push({
        floor: await load(folder, get, { port, ...asked }),
        measured: await load(folder, get, { port: hub.port, ...asked }),
      });
    }
    const floor = `bare HTTP of the same ${Math.round(length / 1_024)} KiB`;
    return figureOf({ name: 'statuslist.serve', unit: 'lists/s', floor }, rounds);
  } finally {
    await stop(child);
    await hub.close();
  }
}

async function offline({ progress }: Bench): Promise<Case> {
  progress(`statuslist.offline: ${CHECKS} checks a round`);
  const history = new SampleHistory();
  const iat = numericDate(history.now);
  const clearance = issueClearance({
    ...{ issuer: 'KG.MOH', iat: iat + 1, key: history.key('KG.MOH record') },
    ...{ profile: 'RU/TEST/1', validUntil: '2027-11-23', documentNumber: 'PE0000001' },
    ...{ verificationCode: 'A'.repeat(26), status: { list: URI, index: 8 } },
  });
  history.pass(3_600);
  const [at, bytes] = [history.now, Buffer.alloc(2 ** 14)];
  const times = { iat: numericDate(at), exp: numericDate(at) + 86_400, ttl: 60 };
  const token = signStatusList(
    { uri: URI, ...times, bits: 1, bytes },
    history.key('KG.MOH status'),
  );
  const kit = { fetchedAt: at, trustList: [...history.events], statusLists: [token] };
  const opened = await openOfflineKit(kit, history.federation.genesis.document);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const floor = verifyFloor();
    const begun = performance.now();
    for (let check = 0; check < CHECKS; check++)
      if (checkClearance(clearance, opened, { destination: 'RU' }, at).answer !== 'CONFIRMED')
        throw new Error('the clearance is good');
    const rate = (CHECKS / (performance.now() - begun)) * 1_000;
    return { rate, floor: floor.value, name: floor.name };
  });
  const value = median(rounds.map(({ rate }) => rate));
  const floor = { name: rounds[0]!.name, value: median(rounds.map((round) => round.floor)) };
  const ratio = median(rounds.map((round) => round.rate / round.floor));
  return { name: 'statuslist.offline', value, unit: 'checks/s', floor, ratio };
}
