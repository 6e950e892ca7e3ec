import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteThread } from '#sqlite';
import { SqliteVault } from '#vault/sqlite';
import { runCli } from './scenario/run-cli.ts';

const RECORD = 'certificate-KG.MOH-sample';
const OWNER = { controller: 'KG', subject: 'sample' };
const BYTES = Buffer.from('sample contents');

let folder: string;
let sealed: Uint8Array;

async function withVault<Result>(
  file: string,
  use: (vault: SqliteVault) => Promise<Result>,
): Promise<Result> {
  const thread = SqliteThread.start();
  try {
    const epochKeys = join(folder, 'data', 'epoch-keys');
    return await use(await SqliteVault.open({ thread, file: join(folder, file), epochKeys }));
  } finally {
    await thread.close();
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vault-turn-'));
  sealed = (await withVault('data/vault.db', (vault) =>
    vault.seal(RECORD, OWNER, BYTES),
  )) as Uint8Array;
});
afterEach(() => rm(folder, { recursive: true }));

const opened = (file: string) => withVault(file, (vault) => vault.open(RECORD, sealed));

describe('eurasec vault turn', () => {
  test('leaves the vault as it was, and earlier copies closed for ever', async () => {
    await copyFile(join(folder, 'data/vault.db'), join(folder, 'old.db'));
    const { code, out } = await runCli(folder, 'vault', 'turn', '--without-backup', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { epoch: 2 }]);
    expect(Buffer.from((await opened('data/vault.db')) as Uint8Array)).toEqual(BYTES);
    await expect(opened('old.db')).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
  });

  test('copies the database for a backup that opens afterwards', async () => {
    const { code } = await runCli(folder, 'vault', 'turn', '--backup', 'new.db');
    expect(code).toBe(0);
    expect(Buffer.from((await opened('new.db')) as Uint8Array)).toEqual(BYTES);
  });

  test.each<[string, string[], string]>([
    ['neither backup nor none', [], 'Give either --backup and a file, or --without-backup'],
    ['a backup that is there', ['--backup', 'data/vault.db'], 'is there already'],
    ['no vault', ['--without-backup', '--file', 'nowhere.db'], 'nowhere.db is not there'],
  ])('turns nothing with %s', async (_, words, sentence) => {
    const { code, err } = await runCli(folder, 'vault', 'turn', ...words);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(Buffer.from((await opened('data/vault.db')) as Uint8Array)).toEqual(BYTES);
  });

  test('is refused while the vault is in use', async () => {
    const { code, err } = await withVault('data/vault.db', () =>
      runCli(folder, 'vault', 'turn', '--without-backup'),
    );
    expect(code).toBe(2);
    expect(err).toContain('STORE_LOCKED');
  });
});
