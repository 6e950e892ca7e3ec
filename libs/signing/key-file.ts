import { createPrivateKey, randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { WireError } from '#kernel';
import { parseJson, isObject } from './json.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { assertPublicJwk, publicJwk, thumbprint, type SigningKey } from './keys.ts';

/** A private key at rest: its public facts, and the PKCS#8 PEM encrypted under a key that scrypt makes of the passphrase. */
type KeyFile = Omit<SigningKey, 'key'> & {
  readonly kdf: {
    readonly name: 'scrypt';
    readonly N: number;
    readonly r: number;
    readonly p: number;
    readonly salt: string;
  };
  readonly privateKey: string;
};

/** 32 MiB and about 70 ms for each guess at a passphrase. A file says its own cost, so this may rise. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const MAX_MEMORY = 256 * 1024 * 1024;
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/**
 * A passphrase for many files. Those that it seals share a salt, so that opening all of them costs one stretching: who
 * guesses it for one of them has it for the others anyway.
 */
export class Passphrase {
  readonly #text: string;
  readonly #stretched = new Map<string, Promise<string>>();
  /** For new files. */
  readonly kdf: KeyFile['kdf'];

  constructor(text: string) {
    this.#text = text;
    this.kdf = { name: 'scrypt', ...COST, salt: encodeBase64url(randomBytes(16)) };
  }

  /** What a file of these parameters is encrypted under. */
  stretch(kdf: KeyFile['kdf']): Promise<string> {
    const name = [kdf.N, kdf.r, kdf.p, kdf.salt].join(' ');
    const known = this.#stretched.get(name);
    if (known) return known;
    const stretched = stretch(this.#text, kdf);
    this.#stretched.set(name, stretched);
    return stretched;
  }

  static of(passphrase: string | Passphrase): Passphrase {
    return typeof passphrase === 'string' ? new Passphrase(passphrase) : passphrase;
  }
}

/**
 * Writes the key to a new file with mode 0600, synced to disk. Never overwrites: a lost root cannot be made again.
 * @throws WireError `WIRE_KEY_FILE` if the file is there already or cannot be written
 */
export async function saveKey(
  file: string,
  key: SigningKey,
  passphrase: string | Passphrase,
): Promise<void> {
  const text = await sealKey(key, passphrase);
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx', flush: true });
  } catch (cause) {
    throw unusable(file, 'exists already or cannot be written', cause);
  }
}

/** @throws WireError `WIRE_KEY_FILE` if the file is missing or damaged, or the passphrase is wrong */
export async function loadKey(file: string, passphrase: string | Passphrase): Promise<SigningKey> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw unusable(file, 'cannot be read', cause);
  }
  return openKey(text, passphrase, file);
}

/** The text of a key file; for where a secret store or the environment holds keys instead of files. */
export async function sealKey(
  { key, ...facts }: SigningKey,
  passphrase: string | Passphrase,
): Promise<string> {
  const by = Passphrase.of(passphrase);
  const { kdf } = by;
  const privateKey = key.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: await by.stretch(kdf),
  });
  const file: KeyFile = { ...facts, kdf, privateKey: privateKey.toString() };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * Opens the text of a key file, and checks that its public facts are those of the private key.
 * @param name what to call it in a refusal
 * @throws WireError `WIRE_KEY_FILE`
 */
export async function openKey(
  text: string,
  passphrase: string | Passphrase,
  name = 'key',
): Promise<SigningKey> {
  const { kdf, privateKey, ...facts } = readKeyFile(text, name);
  let key;
  try {
    key = createPrivateKey({
      key: privateKey,
      passphrase: await Passphrase.of(passphrase).stretch(kdf),
    });
  } catch {
    throw unusable(name, 'does not open with this passphrase');
  }
  if (thumbprint(publicJwk(key)) !== facts.kid)
    throw unusable(name, 'holds another key than it says');
  return { ...facts, key };
}

/** The public facts of a key file, which need no passphrase. @throws WireError `WIRE_KEY_FILE` */
export function publicFacts(text: string, name = 'key'): Omit<SigningKey, 'key'> {
  const { kdf: _, privateKey: __, ...facts } = readKeyFile(text, name);
  return facts;
}

function readKeyFile(text: string, name: string): KeyFile {
  try {
    const file = parseJson(text);
    if (isObject(file) && isKeyFile(file)) return file;
  } catch (cause) {
    throw unusable(name, 'is not a key file', cause);
  }
  throw unusable(name, 'is not a key file');
}

function isKeyFile(file: object): file is KeyFile {
  const { kid, alg, use, holder, jwk, kdf, privateKey } = file as Partial<KeyFile>;
  const texts = [kid, alg, use, holder, privateKey, kdf?.salt];
  return (
    texts.every((one) => typeof one === 'string') &&
    kdf?.name === 'scrypt' &&
    [kdf.N, kdf.r, kdf.p].every(Number.isSafeInteger) &&
    thumbprint(assertPublicJwk(jwk)) === kid
  );
}

async function stretch(passphrase: string, { N, r, p, salt }: KeyFile['kdf']): Promise<string> {
  const options = { N, r, p, maxmem: MAX_MEMORY };
  return (await derive(passphrase, decodeBase64url(salt, 'salt'), 32, options)).toString(
    'base64url',
  );
}

const unusable = (name: string, reason: string, cause?: unknown) =>
  new WireError('WIRE_KEY_FILE', `${name} ${reason}`, { cause, facts: { file: name, reason } });
