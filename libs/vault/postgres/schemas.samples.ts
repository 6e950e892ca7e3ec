import { inSchema, newSchema, schemaOf, sql } from '#testing/postgres';

export { dropSchema, newSchema, schemaOf, sql } from '#testing/postgres';

const TABLES = ['vault', 'owner', 'identity', 'record', 'lookup', 'status_list', 'status_claim'];
const NUMBERED = TABLES.slice(1, -1);

/** The same schema in another server. */
export const inSchemaOf = (url: string, server: string): string => inSchema(server, schemaOf(url));

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
