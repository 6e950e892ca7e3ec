import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubClient, KeyFolder, verifyHistory } from '#client';
import { verifyGenesis } from '#signing';
import { freePort } from '#testing';
import { beginStandalone, type BuiltProcess } from '../stage/built-process.ts';
import { Chance } from './chance.ts';
import { extent, SEED } from './extent.ts';

const KILLS = extent(4, 50);

describe(`the process, killed ${KILLS} times while it founds its federation (SEED=${SEED})`, () => {
  const chance = new Chance(SEED);
  let folder: string;
  let origin: string;
  let hub: BuiltProcess;
  const begin = () => beginStandalone(folder, origin, {});
  const data = (name: string) => join(folder, 'data', name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eurasec-founding-'));
    origin = `http://127.0.0.1:${await freePort()}`;
    const begun = performance.now();
    hub = begin();
    await hub.ready();
    const whole = performance.now() - begun;
    for (let kills = 0; kills < KILLS; kills++) {
      await hub.kill();
      if (chance.draw() < 0.5) await rm(data(''), { recursive: true, force: true });
      hub = begin();
      await sleep(chance.draw() * whole);
    }
    await hub.kill();
    hub = begin();
    await hub.ready();
  }, KILLS * 20_000);
  afterAll(async () => {
    await hub.stop();
    await rm(folder, { recursive: true });
  });

  test('is whole in the end: every participant is known, and keys and history go with genesis', async () => {
    const genesis = verifyGenesis(await readFile(data('genesis.json'), 'utf8'));
    const known = await (await fetch(`${origin}/v1/participants/RU.AGENCY1`)).json();
    expect(known).toMatchObject({ id: 'RU.AGENCY1' });
    const keys = new KeyFolder(data('keys'), await readFile(data('passphrase'), 'utf8'));
    const auditor = new HubClient(origin, await keys.load('KZ.AUDIT', 'request'));
    expect((await verifyHistory(genesis, auditor.replay())).findings).toEqual([]);
    expect((await keys.load('KG', 'root')).jwk).toEqual(genesis.states[0]!.root);
  });
});
