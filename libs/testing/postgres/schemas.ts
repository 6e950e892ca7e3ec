import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inSchema } from './postgres-server.ts';

/** The URL of a new schema in the server: what is made there is apart from all else. */
export async function newSchema(server: string): Promise<string> {
  const schema = `vault_${randomUUID().replaceAll('-', '')}`;
  await sql(server, `CREATE SCHEMA ${schema}`);
  return inSchema(server, schema);
}

export const schemaOf = (url: string): string =>
  new URL(url).searchParams.get('options')!.split('search_path=')[1]!;

/** Without complaint if the server is gone. */
export const dropSchema = (url: string): Promise<unknown> =>
  sql(url, `DROP SCHEMA ${schemaOf(url)} CASCADE`).catch(() => undefined);

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
