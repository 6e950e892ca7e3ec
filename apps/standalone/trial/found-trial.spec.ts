import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFolder } from '#client';
import { verifyGenesis } from '#signing';
import { foundTrial } from './found-trial.ts';

describe('founding a federation to try out', () => {
  let folder: string;
  let trial: Parameters<typeof foundTrial>[0];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trial-'));
    const [GENESIS, KEYS] = [join(folder, 'genesis.json'), join(folder, 'keys')];
    trial = { GENESIS, KEYS, KEY_PASSPHRASE: 'sample passphrase', ORIGIN: 'http://127.0.0.1:8080' };
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Genesis goes with the keys: they hold the founding states' roots. */
  async function expectWhole(): Promise<void> {
    const genesis = verifyGenesis(await readFile(trial.GENESIS, 'utf8'));
    const root = await new KeyFolder(trial.KEYS, trial.KEY_PASSPHRASE).load('KG', 'root');
    expect(genesis.states.find(({ state }) => state === 'KG')?.root).toEqual(root.jwk);
  }

  test('happens once', async () => {
    await foundTrial(trial);
    await expectWhole();
    const founded = await readFile(trial.GENESIS, 'utf8');
    await foundTrial(trial);
    expect(await readFile(trial.GENESIS, 'utf8')).toBe(founded);
  });

  test('that ended before its keys were in their place is begun anew', async () => {
    await foundTrial(trial);
    await rename(trial.KEYS, `${trial.KEYS}.new`);
    await rm(trial.GENESIS);
    await writeFile(`${trial.GENESIS}.new`, '{ "document"');
    await foundTrial(trial);
    await expectWhole();
  });

  test('that ended before its genesis document was in its place is completed', async () => {
    await foundTrial(trial);
    const founded = await readFile(trial.GENESIS, 'utf8');
    await rename(trial.GENESIS, `${trial.GENESIS}.new`);
    await foundTrial(trial);
    expect(await readFile(trial.GENESIS, 'utf8')).toBe(founded);
  });

  test('does not touch keys that no genesis document goes with', async () => {
    await foundTrial(trial);
    await rm(trial.GENESIS);
    await expect(foundTrial(trial)).rejects.toThrow('there are keys in');
  });
});
