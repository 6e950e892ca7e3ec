import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { installPackages } from '../shared/commands.ts';

const run = promisify(execFile);

/** Where Debian keeps the servers, a folder for each version; none of them is on the PATH. */
const DEBIAN = '/usr/lib/postgresql';

const SENTENCE =
  'No PostgreSQL to be had: name one in VAULT_URL (postgres://…), start Docker, or install Debian’s package postgresql.';

/** Programs of the newest server here, and the user that runs them: a server refuses to be root's. */
export type Postgres = {
  readonly programs: string;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
};

/**
 * Sees to it that PostgreSQL 14 or newer is here: where the system is Debian's and whoever runs this may, it is installed.
 * @throws Error a sentence that says what to install
 */
export async function requirePostgres(): Promise<Postgres> {
  const here = await findPostgres();
  if (here) return here;
  await installPackages('PostgreSQL', 'postgresql', 'openssl');
  const installed = await findPostgres();
  if (!installed) throw new Error(SENTENCE);
  return installed;
}

/** PostgreSQL, if it is here and this process may run it. */
export async function findPostgres(): Promise<Postgres | undefined> {
  const programs = [...debianFolders(), ...(process.env['PATH'] ?? '').split(delimiter)].find(
    (folder) => existsSync(join(folder, 'initdb')),
  );
  if (programs === undefined) return undefined;
  if (process.getuid?.() !== 0) return { programs, user: undefined };
  const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => idOf('postgres', which)));
  return uid && gid ? { programs, user: { uid, gid } } : undefined;
}

function debianFolders(): string[] {
  if (!existsSync(DEBIAN)) return [];
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(DEBIAN, version, 'bin'));
}

const idOf = (user: string, which: string): Promise<number | undefined> =>
  run('id', [which, user]).then(
    ({ stdout }) => Number(stdout),
    () => undefined,
  );
