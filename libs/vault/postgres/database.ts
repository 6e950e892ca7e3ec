import { Client, Pool, type ClientBase, type ClientConfig } from 'pg';
import { ConnectionLost, mayPass, onConnection, storeError, unavailable } from './errors.ts';

/** One statement; `name` lets each connection parse and plan it once. */
export type Statement = {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
};

export const statement =
  (name: string, text: string) =>
  (...values: unknown[]): Statement => ({ name, text, values });

/** Statements asked together travel together: they cost one round trip. */
export type Read = <Row>(asked: Statement) => Promise<Row[]>;

/** What a transaction answers, and what it writes at its end, in one round trip with the commit. */
export type Decision<Result> = {
  readonly result: Result;
  readonly writes: readonly Statement[];
};
export type Decide<Result> = (read: Read) => Promise<Decision<Result>>;

/**
 * Who may work beside whom, by locks of the vault's table. The lock is taken before the one snapshot that a transaction
 * reads, so that nothing it decides upon changes but by adding.
 */
const BEGIN = {
  /** Adds rows, beside others that add: of two that add the same one meets a unique constraint, and decides again. */
  adding: 'ROW SHARE',
  /** Changes rows that nobody who adds depends on, one after the other. */
  changing: 'SHARE UPDATE EXCLUSIVE',
  /** Changes what those who add depend on: waits for them, and they for it. Reading goes on. */
  alone: 'EXCLUSIVE',
};
export type Manner = keyof typeof BEGIN;

const begin = (manner: Manner): string =>
  `BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE vault IN ${BEGIN[manner]} MODE`;

/** Milliseconds. A hub that stops in the middle of a transaction holds up the others no longer than `idle`. */
const LIMITS = { connecting: 5_000, statement: 10_000, idle: 5_000, answer: 15_000 };

/** How often a transaction that came second is decided again. */
const ATTEMPTS = 20;

/**
 * Commits are durable when they are answered, whatever the server's default. Every statement here finds its rows by an
 * index; without statistics, as in a new database, the planner might read whole tables, and compile (0.2 s) what is done in
 * 0.1 ms. The URL may say otherwise.
 */
const SETTINGS = '-c synchronous_commit=on -c enable_seqscan=off -c jit=off';

function configuration(url: string): ClientConfig {
  const withSettings = new URL(url);
  const { searchParams } = withSettings;
  searchParams.set('options', `${SETTINGS} ${searchParams.get('options') ?? ''}`);
  return {
    connectionString: withSettings.href,
    application_name: 'eurasec vault',
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: LIMITS.connecting,
    statement_timeout: LIMITS.statement,
    idle_in_transaction_session_timeout: LIMITS.idle,
    query_timeout: LIMITS.answer,
  };
}

/** The vault's database, over a few connections that are made when needed and made anew when broken. */
export class Database {
  readonly #url: string;
  readonly #pool: Pool;

  constructor(url: string, connections: number) {
    this.#url = url;
    this.#pool = new Pool({ ...configuration(url), max: connections });
    // A broken connection is the error of whoever uses it next, if anybody.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** Without a transaction: each statement sees a moment of its own. */
  reading<Result>(work: (read: Read) => Promise<Result>): Promise<Result> {
    return this.#attempt((client) => work((asked) => query(client, asked)));
  }

  /** A script without values, as one transaction. */
  async run(script: string): Promise<void> {
    await this.#attempt(async (client) => void (await client.query(script)));
  }

  transaction<Result>(manner: Manner, decide: Decide<Result>): Promise<Result> {
    return this.#attempt((client) => transaction(client, manner, decide));
  }

  /** A connection of its own, for what must notice when it breaks. */
  async session(): Promise<Session> {
    const client = new Client(configuration(this.#url));
    client.on('error', () => {});
    try {
      await client.connect();
      return new Session(client);
    } catch (error) {
      await client.end();
      throw unavailable(error);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** @throws what the work threw; StoreError for what the server or the way to it did. */
  async #attempt<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    let losses = 0;
    for (let left = ATTEMPTS; ; left--) {
      try {
        return await this.#once(work);
      } catch (error) {
        // A second new connection that breaks is no accident.
        if (error instanceof ConnectionLost) losses++;
        if (left === 0 || losses > 1 || !mayPass(error)) throw storeError(error);
      }
    }
  }

  async #once<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw unavailable(error);
    });
    let broken = false;
    try {
      return await work(client);
    } catch (error) {
      broken = error instanceof ConnectionLost;
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** One connection: what it locked is unlocked when it ends or breaks. */
export class Session {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async read<Row>(asked: Statement): Promise<Row[]> {
    try {
      return await query<Row>(this.#client, asked);
    } catch (error) {
      throw storeError(error);
    }
  }

  async transaction<Result>(manner: Manner, decide: Decide<Result>): Promise<Result> {
    try {
      return await transaction(this.#client, manner, decide);
    } catch (error) {
      throw storeError(error);
    }
  }

  end(): Promise<void> {
    return this.#client.end();
  }
}

async function transaction<Result>(
  client: ClientBase,
  manner: Manner,
  decide: Decide<Result>,
): Promise<Result> {
  try {
    const [, { result, writes }] = await Promise.all([
      send(client, begin(manner)),
      decide((asked) => query(client, asked)),
    ]);
    await Promise.all([...writes.map((write) => query(client, write)), send(client, 'COMMIT')]);
    return result;
  } catch (error) {
    await send(client, 'ROLLBACK').catch(() => {}); // A broken connection is rolled back by the server.
    throw error;
  }
}

async function query<Row>(client: ClientBase, asked: Statement): Promise<Row[]> {
  const { rows } = await send(client, asked);
  return rows as Row[]; // What the statement selects, its user knows.
}

async function send(client: ClientBase, asked: Statement | string) {
  try {
    return await client.query(asked);
  } catch (error) {
    throw onConnection(error);
  }
}
