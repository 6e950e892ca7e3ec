import { dockerWorks } from '../shared/commands.ts';
import type { Keeping } from '../shared/keep.ts';
import { startInDocker } from './docker.ts';
import { findPostgres, requirePostgres } from './install.ts';
import { PostgresServer } from './postgres-server.ts';

/**
 * A server of one's own: from the programs on this machine, else from Docker, else from the package that is installed then.
 * @throws Error a sentence that says what to install
 */
export async function startPostgres(): Promise<Keeping<string>> {
  if (!(await findPostgres()) && (await dockerWorks())) {
    const running = await startInDocker().catch((error: unknown) => {
      process.stderr.write(`Docker has no PostgreSQL (${String(error)}).\n`);
    });
    if (running) return { found: running.url, end: running.end };
  }
  await requirePostgres();
  const server = await PostgresServer.start();
  return { found: server.url(), end: () => server.remove() };
}
