import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Refusal = {
  readonly asker: string;
  readonly outcome: string;
  readonly record?: string;
};

/** What was refused about a stream, oldest first, as an operator reads it on the access log. */
export function refusalsIn(folder: string, stream: string): readonly Refusal[] {
  const database = new DatabaseSync(join(folder, 'data', 'access-log.db'), { readOnly: true });
  try {
    return (
      database
        .prepare("SELECT data FROM event WHERE type = 'RequestRefused' ORDER BY position")
        .all()
        .map((row) => JSON.parse(String(row['data'])) as Refusal)
        // Names are filled up to one length, so that a missing one does not show.
        .filter(({ record }) => record?.replace(/-+$/, '') === stream)
    );
  } finally {
    database.close();
  }
}
