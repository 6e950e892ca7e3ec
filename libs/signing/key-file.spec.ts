import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOfAsync } from '#testing';
import { loadKey, openKey, Passphrase, publicFacts, saveKey, sealKey } from './key-file.ts';
import { generateKey } from './keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'eurasec-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = generateKey('KG', 'root');
const file = join(folder, 'root.key');
const { key: secret, ...facts } = key;

describe('a key file', () => {
  beforeAll(() => saveKey(file, key, 'open sesame'));

  test('gives the key back to who knows the passphrase, and to nobody else', async () => {
    const { key: loaded, ...loadedFacts } = await loadKey(file, 'open sesame');
    expect(loadedFacts).toEqual(facts);
    expect(loaded.equals(secret)).toBe(true);
    expect(await codeOfAsync(() => loadKey(file, 'open sesam'))).toBe('WIRE_KEY_FILE');
  });

  test('is for its owner only, and tells the public facts without a passphrase', () => {
    const text = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(publicFacts(text)).toEqual(facts);
    expect(text).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    expect(text).not.toContain(String(secret.export({ format: 'jwk' }).d));
  });

  test('is never overwritten', async () => {
    const before = readFileSync(file, 'utf8');
    expect(await codeOfAsync(() => saveKey(file, generateKey('KG', 'root'), 'x'))).toBe(
      'WIRE_KEY_FILE',
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('works as a text too, for every kind of key', async () => {
    for (const use of ['hub', 'encryption'] as const) {
      const other = generateKey('HUB', use);
      expect((await openKey(await sealKey(other, 'p'), 'p')).key.equals(other.key)).toBe(true);
    }
  });

  test('is refused when it is missing, damaged, or claims another key', async () => {
    const written = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const other = generateKey('KG', 'root');
    const variants = [
      'not a key',
      JSON.stringify({ ...written, kid: other.kid }),
      JSON.stringify({ ...written, kid: other.kid, jwk: other.jwk }),
      JSON.stringify({
        ...written,
        privateKey: String(written['privateKey']).replace(/[b-y]/, 'a') + '!',
      }),
      JSON.stringify({ ...written, kdf: { name: 'none' } }),
      JSON.stringify({ ...written, kdf: { ...(written['kdf'] as object), N: 2 ** 30 } }),
    ];
    const damaged = join(folder, 'damaged.key');
    for (const text of variants) {
      writeFileSync(damaged, text);
      expect(await codeOfAsync(() => loadKey(damaged, 'open sesame'))).toBe('WIRE_KEY_FILE');
    }
    expect(await codeOfAsync(() => loadKey(join(folder, 'none'), 'x'))).toBe('WIRE_KEY_FILE');
  });

  test('shares its salt with others under one passphrase, which then is stretched once', async () => {
    const passphrase = new Passphrase('open sesame');
    const keys = ['KG.MOH', 'KG.MOL'].map((holder) => generateKey(holder, 'record'));
    const texts = await Promise.all(keys.map((one) => sealKey(one, passphrase)));
    const kdfs = texts.map((text) => (JSON.parse(text) as { kdf: Passphrase['kdf'] }).kdf);
    expect(kdfs[1]).toEqual(kdfs[0]);
    const again = new Passphrase('open sesame');
    const opened = await Promise.all(texts.map((text) => openKey(text, again)));
    expect(opened.map(({ kid }) => kid)).toEqual(keys.map(({ kid }) => kid));
    expect(again.stretch(kdfs[1]!)).toBe(again.stretch(kdfs[0]!));
  });
});
