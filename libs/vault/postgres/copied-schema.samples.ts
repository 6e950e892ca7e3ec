import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

const TABLES = ['vault', 'owner', 'identity', 'record', 'lookup', 'status_list', 'status_claim'];

/** A copy of a vault's tables in another schema of the same server: what a dump holds. Gives its name. */
export async function copySchema(url: string, schema: string): Promise<string> {
  const copy = `vault_${randomUUID().replaceAll('-', '')}`;
  const statements = TABLES.flatMap((table) => [
    `CREATE TABLE ${copy}.${table} (LIKE ${schema}.${table} INCLUDING ALL)`,
    `INSERT INTO ${copy}.${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${schema}.${table}`,
    ...(['vault', 'status_claim'].includes(table)
      ? []
      : [
          `SELECT setval(pg_get_serial_sequence('${copy}.${table}', 'id'), max(id)) FROM ${copy}.${table}`,
        ]),
  ]);
  await connected(url, (client) =>
    client.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ; CREATE SCHEMA ${copy}; ${statements.join('; ')}; COMMIT`,
    ),
  );
  return copy;
}

/** Every row of the tables as text. */
export async function rowsOf(url: string, schema: string): Promise<Buffer> {
  const texts = await connected(url, async (client) => {
    const found: string[] = [];
    for (const table of TABLES) {
      const { rows } = await client.query(
        `SELECT to_jsonb(r)::text AS row FROM ${schema}.${table} r`,
      );
      found.push(...(rows as { row: string }[]).map(({ row }) => row));
    }
    return found;
  });
  return Buffer.from(texts.join('\n'));
}

async function connected<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
