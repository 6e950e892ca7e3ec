import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteThread } from '#sqlite';
import { fanOutConformance } from '../fan-out.conformance.ts';
import { EmbeddedFanOut } from './embedded.fan-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'fan-out-'));
const thread = SqliteThread.start();
afterAll(async () => {
  await thread.close();
  rmSync(folder, { recursive: true });
});

fanOutConformance('EmbeddedFanOut', {
  open: () => EmbeddedFanOut.open(thread, join(folder, 'fan-out.db'), { firstRest: 20 }),
  forgets: true,
  patience: 5_000,
});
