import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigurationError, readConfiguration, type Environment } from '#platform';

/** The variables that are made up where nobody has set them, so that a trial starts without any. */
type MadeUp = 'ORIGIN' | 'DATA' | 'KEY_PASSPHRASE' | 'RELAY_SECRET';

/**
 * The environment of a hub to try out: it is called what it listens on, and its secrets are drawn once and kept in
 * files beside the genesis document; what it keeps by itself lies beside an embedded store. Whatever is set is left as it is.
 */
export async function trialEnvironment(given: Environment): Promise<Environment> {
  const { GENESIS, HOST, PORT, EVENT_STORE_URL } = readConfiguration(given, [
    ...['GENESIS', 'HOST', 'PORT', 'EVENT_STORE_URL'],
  ] as const);
  const folder = dirname(GENESIS);
  const makeUp: Readonly<Record<MadeUp, () => string | Promise<string>>> = {
    ORIGIN: () => originAt(HOST, PORT),
    DATA: () => dirname(EVENT_STORE_URL.kind === 'sqlite' ? EVENT_STORE_URL.file : GENESIS),
    KEY_PASSPHRASE: () => secret(join(folder, 'passphrase')),
    RELAY_SECRET: () => secret(join(folder, 'relay-secret')),
  };
  const environment: Record<string, string | undefined> = { ...given };
  for (const [name, make] of Object.entries(makeUp)) environment[name] ??= await make();
  return environment;
}

/** The origin stands in genesis and in every request's signature, so it is known before the port is taken. */
function originAt(host: string, port: number): string {
  if (port === 0)
    throw new ConfigurationError(
      'PORT holds "0"; a hub is known by its port where ORIGIN is not set: give it one, or set ORIGIN.',
    );
  return `http://${host}:${port}`;
}

/** 32 random bytes, base64url, drawn when the file is not there yet; only its owner reads it. It is there whole or not at all. */
async function secret(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  if (!existsSync(file)) {
    const drawn = randomBytes(32).toString('base64url');
    const draft = `${file}.${process.pid}`;
    try {
      await writeFile(draft, drawn, { mode: 0o600, flush: true });
      await link(draft, file).catch(unlessThere);
    } finally {
      await rm(draft, { force: true });
    }
  }
  return readFile(file, 'utf8');
}

function unlessThere(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}
