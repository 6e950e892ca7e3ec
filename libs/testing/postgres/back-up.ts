import { execFile } from 'node:child_process';
import { chown, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requirePostgres } from './install.ts';

const run = promisify(execFile);

/** A base backup of the running server, and the log that it needs: the folder of a server that can be started. */
export async function backUp(url: string): Promise<string> {
  const { programs, user } = await requirePostgres();
  const folder = await mkdtemp(join(tmpdir(), 'postgres-backup-'));
  if (user) await chown(folder, user.uid, user.gid);
  await run(
    join(programs, 'pg_basebackup'),
    [
      ...['--dbname', url, '--pgdata', folder],
      ...['--checkpoint', 'fast', '--wal-method', 'stream', '--no-sync'],
    ],
    { cwd: folder, ...user },
  );
  return folder;
}
