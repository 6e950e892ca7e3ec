import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TURN_STEPS } from '../epoch-keys.ts';
import type { Erased, Vault } from '../vault.ts';
import { bytesOf, VaultFiles } from './vault-files.samples.ts';

const files = new VaultFiles();
afterAll(() => files.close());

const owner = { controller: 'KG', subject: 'subject-1' };
const contents = Buffer.from('TESTOV PRIMER');
const sealIn = async (vault: Vault) =>
  (await vault.seal('certificate-1', owner, contents)) as Exclude<Uint8Array | Erased, string>;

describe('the epoch keys of a vault', () => {
  test('are files of 32 bytes that their owner alone may read, apart from the database', async () => {
    const places = await files.places();
    await files.open(places);
    const [name = ''] = await readdir(places.epochKeys);
    const { mode, size } = await stat(join(places.epochKeys, name));
    expect([(mode & 0o777).toString(8), size]).toEqual(['600', 32]);
    expect(((await stat(places.epochKeys)).mode & 0o777).toString(8)).toBe('700');
    const secret = await readFile(join(places.epochKeys, name));
    expect((await bytesOf(dirname(places.file))).includes(secret)).toBe(false);
  });

  test('may lie in one folder with those of another vault, whose turn leaves them alone', async () => {
    const [one, other] = [await files.places(), await files.places()];
    const [first, second] = [
      await files.open(one),
      await files.open({ ...other, epochKeys: one.epochKeys }),
    ];
    const sealed = await sealIn(second);
    await first.turn();
    await second.close();
    const again = await files.open({ ...other, epochKeys: one.epochKeys });
    expect(await again.open('certificate-1', sealed)).toEqual(contents);
  });

  test('are made at the first start, also after that failed', async () => {
    const places = await files.places();
    await writeFile(places.epochKeys, 'a file in the place of the folder');
    await expect(files.open(places)).rejects.toMatchObject({ code: 'EEXIST' });
    await rm(places.epochKeys);
    const vault = await files.open(places);
    expect(await vault.open('certificate-1', await sealIn(vault))).toEqual(contents);
  });

  test('cannot be missing later', async () => {
    const places = await files.places();
    await (await files.open(places)).close();
    await rm(places.epochKeys, { recursive: true });
    await expect(files.open(places)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
    await mkdir(places.epochKeys);
    await expect(files.open(places)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
  });

  test('of another content do not open the vault', async () => {
    const places = await files.places();
    await (await files.open(places)).close();
    const [name = ''] = await readdir(places.epochKeys);
    await writeFile(join(places.epochKeys, name), Buffer.alloc(32));
    await expect(files.open(places)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    await writeFile(join(places.epochKeys, name), Buffer.alloc(31));
    await expect(files.open(places)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});

describe('a turn', () => {
  test.each(TURN_STEPS)('that crashes at "%s" is completed by the next', async (crashing) => {
    const places = await files.places();
    const crash = new Error('crash');
    const crashes = await files.open({
      ...places,
      onTurnStep: (step) => {
        if (step === crashing) throw crash;
      },
    });
    const sealed = await sealIn(crashes);
    await crashes.remember('number', 'TEST-1', 'certificate-1');
    const [oldKey = ''] = await readdir(places.epochKeys);
    const secret = await readFile(join(places.epochKeys, oldKey));
    const before = await files.copy(places);
    await expect(crashes.turn()).rejects.toBe(crash);
    expect(await crashes.open('certificate-1', sealed)).toEqual(contents);
    await crashes.close();

    const vault = await files.open(places);
    expect(await vault.open('certificate-1', sealed)).toEqual(contents);
    // The last step is reported when nothing is left to do: the next turn is one of its own.
    const epoch = crashing === 'old key removed' ? 3 : 2;
    expect(await vault.turn()).toEqual({ epoch });
    expect(await vault.open('certificate-1', sealed)).toEqual(contents);
    expect(await vault.lookup('number', 'TEST-1')).toEqual(['certificate-1']);

    expect(await readdir(places.epochKeys)).toEqual([oldKey.replace('.1.key', `.${epoch}.key`)]);
    const [newKey = ''] = await readdir(places.epochKeys);
    expect((await readFile(join(places.epochKeys, newKey))).equals(secret)).toBe(false);
    await expect(files.open(before)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
  });

  test('asked for twice at once is two turns, one after the other', async () => {
    const vault = await files.open(await files.places());
    expect(await Promise.all([vault.turn(), vault.turn()])).toEqual([{ epoch: 2 }, { epoch: 3 }]);
  });

  test('reports its steps in order', async () => {
    const steps: string[] = [];
    const places = await files.places();
    const vault = await files.open({ ...places, onTurnStep: (step) => steps.push(step) });
    await vault.turn(async () => void steps.push('backup'));
    expect(steps).toEqual([...TURN_STEPS.slice(0, 4), 'backup', ...TURN_STEPS.slice(4)]);
  });
});
