import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { appendFile, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import { requirePostgres, type Postgres } from './install.ts';

const run = promisify(execFile);

const PASSWORD = 'for-one-test-run';
const STARTED = 'database system is ready to accept connections';
const PATIENCE = 60_000;

/**
 * What a test may lose at a power cut, which it never has; and a server that answers before a commit is written, so that
 * whoever needs durable commits has to ask for them.
 */
const FRUGAL = {
  fsync: 'off',
  synchronous_commit: 'off',
  shared_buffers: '32MB',
  max_connections: '200',
  max_wal_senders: '8',
  unix_socket_directories: '',
  listen_addresses: '127.0.0.1',
  log_statement: 'none',
};

export type ServerOptions = {
  /** Speak TLS alone. */
  readonly tls?: boolean;
  /** Keep the write-ahead log: whatever was committed can be brought back. */
  readonly archive?: boolean;
};

type Settings = Readonly<Record<string, string>>;

/** A real PostgreSQL in a temporary folder on a free loopback port. */
export class PostgresServer {
  readonly folder: string;
  readonly port: number;
  readonly #postgres: Postgres;
  readonly #tls: boolean;
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number, postgres: Postgres, tls: boolean) {
    this.folder = folder;
    this.port = port;
    this.#postgres = postgres;
    this.#tls = tls;
  }

  /** @throws Error a sentence that says what to install */
  static async start({
    tls = false,
    archive = false,
  }: ServerOptions = {}): Promise<PostgresServer> {
    const server = await PostgresServer.#prepare(tls);
    const passwordFile = join(server.folder, 'password');
    await writeFile(passwordFile, PASSWORD, { mode: 0o644 });
    await server.#run('initdb', [
      ...['--pgdata', server.data, '--username', 'hub', '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'],
      ...['--wal-segsize', '1', '--no-sync'],
    ]);
    await server.#configure(FRUGAL);
    if (tls) await server.#serveTls();
    if (archive) {
      await mkdir(server.archive);
      await server.#own(server.archive);
      await server.#configure({
        archive_mode: 'on',
        archive_command: `cp %p ${server.archive}/.part && mv ${server.archive}/.part ${server.archive}/%f`,
      });
    }
    await server.resume();
    return server;
  }

  /** A server on a copy of a base backup's folder. With settings it recovers by the log that they name. */
  static async restore(backup: string, settings: Settings = {}): Promise<PostgresServer> {
    const server = await PostgresServer.#prepare(false);
    await cp(backup, server.data, { recursive: true });
    if (Object.keys(settings).length > 0) {
      await server.#configure({ archive_mode: 'off', ...settings });
      await writeFile(join(server.data, 'recovery.signal'), '');
    }
    const { user } = server.#postgres;
    if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, server.data]);
    await server.resume();
    return server;
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  /** Where its write-ahead log is kept, if it is. */
  get archive(): string {
    return join(this.folder, 'archive');
  }

  /** Whoever trusts this certificate trusts the server. */
  get certificate(): string {
    return join(this.data, 'server.crt');
  }

  /** How the vault names the server; `schema` keeps users of one server apart. */
  url(schema?: string): string {
    const url = new URL(`postgres://hub:${PASSWORD}@127.0.0.1:${this.port}/postgres`);
    if (this.#tls) url.search = `sslmode=verify-full&sslrootcert=${this.certificate}`;
    return schema === undefined ? url.href : inSchema(url.href, schema);
  }

  /** Starts it, or starts it again. Resolves once it takes connections. */
  async resume(): Promise<void> {
    const file = join(this.folder, 'log');
    const log = openSync(file, 'w');
    const child = spawn(
      join(this.#postgres.programs, 'postgres'),
      ['-D', this.data, '-c', `port=${this.port}`],
      { stdio: ['ignore', log, log], detached: true, ...this.#postgres.user },
    );
    closeSync(log);
    this.#process = child;
    const end = performance.now() + PATIENCE;
    while (!(await readFile(file, 'utf8')).includes(STARTED)) {
      if (child.exitCode !== null || performance.now() > end) {
        await this.kill();
        throw new Error(
          `PostgreSQL did not start:\n${(await readFile(file, 'utf8')).slice(-2_000)}`,
        );
      }
      await sleep(20);
    }
  }

  /** Ends every session at once and writes all it has. */
  stop(): Promise<void> {
    return this.#end('SIGINT');
  }

  /** As a crash of the machine's power would, but for what the operating system still holds. */
  kill(): Promise<void> {
    return this.#end('SIGQUIT');
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true });
  }

  static async #prepare(tls: boolean): Promise<PostgresServer> {
    const postgres = await requirePostgres();
    const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
    const server = new PostgresServer(folder, await freePort(), postgres, tls);
    await server.#own(folder);
    return server;
  }

  async #own(folder: string): Promise<string> {
    const { user } = this.#postgres;
    if (user) await chown(folder, user.uid, user.gid);
    return folder;
  }

  async #configure(settings: Settings): Promise<void> {
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
    await appendFile(join(this.data, 'postgresql.conf'), lines.join(''));
  }

  /** A certificate of its own for 127.0.0.1; who does not speak TLS is not heard. */
  async #serveTls(): Promise<void> {
    const key = join(this.data, 'server.key');
    await this.#execute('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', this.certificate, '-days', '30', '-subj', '/CN=127.0.0.1'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    ]);
    await this.#configure({ ssl: 'on' });
    await writeFile(join(this.data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
  }

  #run(program: string, words: readonly string[]): Promise<void> {
    return this.#execute(join(this.#postgres.programs, program), words);
  }

  async #execute(program: string, words: readonly string[]): Promise<void> {
    await run(program, words, { cwd: this.folder, ...this.#postgres.user });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

/** The URL of a server, with what is made and found there in a schema of its own. */
export function inSchema(url: string, schema: string): string {
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${schema}`);
  return own.href;
}
