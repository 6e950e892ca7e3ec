import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresServer } from '#testing/postgres';
import { PostgresVault } from '#vault/postgres';
import { runCliWith, type CliRun } from './scenario/run-cli.ts';

const RECORD = 'certificate-KG.MOH-sample';
const OWNER = { controller: 'KG', subject: 'sample' };
const BYTES = Buffer.from('sample contents');

let server: PostgresServer;
let folder: string;
let hub: PostgresVault;
let sealed: Uint8Array;

beforeAll(async () => {
  server = await PostgresServer.start();
  folder = await mkdtemp(join(tmpdir(), 'vault-turn-'));
  hub = await PostgresVault.open({ url: server.url(), epochKeys: join(folder, 'data/epoch-keys') });
  sealed = (await hub.seal(RECORD, OWNER, BYTES)) as Uint8Array;
});
afterAll(async () => {
  await hub.close();
  await server.remove();
  await rm(folder, { recursive: true });
});

const turn = (...words: string[]): Promise<CliRun> =>
  runCliWith(
    { PATH: process.env['PATH'] ?? '', VAULT_URL: server.url() },
    folder,
    'vault',
    'turn',
    ...words,
  );

const opened = async () => Buffer.from((await hub.open(RECORD, sealed)) as Uint8Array);

describe('eurasec vault turn, on PostgreSQL', () => {
  test('turns the vault while a hub uses it', async () => {
    const { code, out } = await turn('--without-backup', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { epoch: 2 }]);
    expect(await opened()).toEqual(BYTES);
  });

  test('waits for the command that backs it up', async () => {
    const { code, out } = await turn('--backup-command', 'echo done > backup', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { epoch: 3, backup: 'echo done > backup' }]);
    expect(await readFile(join(folder, 'backup'), 'utf8')).toBe('done\n');
  });

  test('keeps the old key if the backup fails, and goes on with that turn the next time', async () => {
    const { code, err } = await turn('--backup-command', 'exit 3');
    expect(code).toBe(2);
    expect(err).toContain('The backup failed (3), so the old key is still there');
    expect(await opened()).toEqual(BYTES);
    expect(JSON.parse((await turn('--without-backup', '--json')).out)).toEqual({ epoch: 4 });
  });

  test.each<[string, string[], string]>([
    ['neither backup nor none', [], 'Give either --backup-command'],
    ['a file for a backup', ['--backup', 'vault.db'], 'Give either --backup-command'],
    ['no keys', ['--without-backup', '--epoch-keys', 'nowhere'], 'nowhere is not there'],
  ])('turns nothing with %s', async (_, words, sentence) => {
    const { code, err } = await turn(...words);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(await opened()).toEqual(BYTES);
  });

  test('says that another turn runs', async () => {
    await hub.turn(async () => {
      const { code, err } = await turn('--without-backup');
      expect(code).toBe(2);
      expect(err).toContain('STORE_LOCKED');
    });
  });

  test('shows no password where the server does not answer', async () => {
    const url = 'postgres://hub:very-secret@127.0.0.1:1/vault';
    const { code, err, out } = await runCliWith(
      { VAULT_URL: url },
      folder,
      ...['vault', 'turn', '--without-backup'],
    );
    expect(code).toBe(2);
    expect(err).toContain('STORE_UNAVAILABLE');
    expect(err + out).not.toContain('very-secret');
  });
});
