import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { push } from './cases/push.ts';

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const names = process.argv.slice(2);
const cases = await push.measure({
  wanted: new Set(names),
  folder,
  progress: (x) => process.stderr.write(x + '\n'),
});
console.log(JSON.stringify(cases, null, 1));
await rm(folder, { recursive: true });
