import { readdir, readFile, stat } from 'node:fs/promises';
import { Shell } from '../cli.samples.ts';

describe('keys', () => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await Shell.open();
    const generate = ['keys', 'generate', '--as', 'KG.MOH', '--use', 'record', 'encryption'];
    expect((await shell.run(generate)).exit).toBe(0);
  });
  afterAll(() => shell.close());

  test('lie in a file each, for their owner only, and nobody reads them without the passphrase', async () => {
    expect((await readdir(shell.path('keys', 'KG.MOH'))).sort()).toEqual([
      'encryption.key',
      'record.key',
    ]);
    const file = shell.path('keys', 'KG.MOH', 'record.key');
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('ENCRYPTED PRIVATE KEY');
  });

  test('are never overwritten', async () => {
    const file = shell.path('keys', 'KG.MOH', 'record.key');
    const before = await readFile(file, 'utf8');
    const { exit, err } = await shell.run([
      ...['keys', 'generate', '--as', 'KG.MOH', '--use', 'record'],
    ]);
    expect(exit).toBe(2);
    expect(err).toContain('record.key exists already');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test('are shown without a passphrase, and nothing private of them', async () => {
    const { exit, out } = await shell.run(['keys', 'show'], {});
    expect(exit).toBe(0);
    expect(out).toMatch(/KG\.MOH {2}record {6}ES256 {11}[A-Za-z0-9_-]{43}\n/);
    const [facts] = await shell.json<object>('keys', 'show', 'KG.MOH', '--use', 'record');
    expect(Object.keys(facts!).sort()).toEqual(['alg', 'holder', 'jwk', 'kid', 'use']);
    expect(JSON.stringify(facts)).not.toContain('"d"');
  });

  test('that are not there are named', async () => {
    const { exit, err } = await shell.run(['keys', 'show', 'KG.MOH', '--use', 'statement'], {});
    expect(exit).toBe(2);
    expect(err).toContain('KG.MOH holds no such key');
  });

  test('sign with the algorithm that was asked for', async () => {
    const generate = ['keys', 'generate', '--as', 'RU.MOH', '--use', 'record', '--alg', 'EdDSA'];
    const { out } = await shell.run(generate);
    expect(out).toContain('EdDSA');
  });
});
