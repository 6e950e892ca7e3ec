import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inSchema } from '#testing/postgres';

const TABLES = ['vault', 'owner', 'identity', 'record', 'lookup', 'status_list', 'status_claim'];
const NUMBERED = TABLES.slice(1, -1);

/** The URL of a new schema in the server: what is made there is apart from all else. */
export async function newSchema(server: string): Promise<string> {
  const schema = `vault_${randomUUID().replaceAll('-', '')}`;
  await sql(server, `CREATE SCHEMA ${schema}`);
  return inSchema(server, schema);
}

export const schemaOf = (url: string): string =>
  new URL(url).searchParams.get('options')!.split('search_path=')[1]!;

/** The same schema in another server. */
export const inSchemaOf = (url: string, server: string): string => inSchema(server, schemaOf(url));

/** Without complaint if the server is gone. */
export const dropSchema = (url: string): Promise<unknown> =>
  sql(url, `DROP SCHEMA ${schemaOf(url)} CASCADE`).catch(() => undefined);

/** The vault's tables of one moment in a schema of their own: what a dump brings back. */
export async function copySchema(url: string): Promise<string> {
  const copy = await newSchema(url);
  const [from, to] = [schemaOf(url), schemaOf(copy)];
  const statements = [
    ...TABLES.flatMap((table) => [
      `CREATE TABLE ${to}.${table} (LIKE ${from}.${table} INCLUDING ALL)`,
      `INSERT INTO ${to}.${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${from}.${table}`,
    ]),
    ...NUMBERED.map(
      (table) =>
        `SELECT setval(pg_get_serial_sequence('${to}.${table}', 'id'), max(id)) FROM ${to}.${table}`,
    ),
  ];
  await sql(url, `BEGIN ISOLATION LEVEL REPEATABLE READ; ${statements.join('; ')}; COMMIT`);
  return copy;
}

/** Every row of the vault's tables as text. */
export async function rowsOf(url: string): Promise<Buffer> {
  const texts: string[] = [];
  for (const table of TABLES)
    for (const { row } of await sql<{ row: string }>(
      url,
      `SELECT to_jsonb(one)::text AS row FROM ${table} AS one`,
    ))
      texts.push(row);
  return Buffer.from(texts.join('\n'));
}

/** What a statement gives, on a connection of its own. */
export async function sql<Row>(url: string, text: string, values?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}
