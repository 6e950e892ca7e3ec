import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type WaitingMessage = {
  readonly event: string;
  readonly laneKey: string;
  readonly value: string;
};

/** Messages that wait for an authority, as an operator sees them in a copy of the fan-out's file. */
export async function messagesIn(folder: string, authority: string): Promise<WaitingMessage[]> {
  const copy = await mkdtemp(join(tmpdir(), 'fan-out-copy-'));
  try {
    for (const suffix of ['', '-wal']) {
      const file = join(folder, 'data', `fan-out.db${suffix}`);
      if (existsSync(file)) await copyFile(file, join(copy, `fan-out.db${suffix}`));
    }
    const database = new DatabaseSync(join(copy, 'fan-out.db'));
    const rows = database
      .prepare('SELECT event, lane_key AS laneKey, value FROM message WHERE authority = ?')
      .all(authority);
    database.close();
    return rows as unknown as WaitingMessage[];
  } finally {
    await rm(copy, { recursive: true });
  }
}
