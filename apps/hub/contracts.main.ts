import { join } from 'node:path';
import { breakingChanges } from './publication/breaking-changes.ts';
import { differences, filesIn, replaceFiles } from './publication/compare-files.ts';
import type { OpenApi } from './publication/complete-openapi.ts';
import { openApiOfHub } from './publication/openapi.ts';
import { publishedFiles } from './publication/published-files.ts';

/**
 * `npm run contracts` makes contracts/ anew, but breaks nobody's client unless told so with `-- --breaking`.
 * `-- --check` changes nothing and fails if a file is not as the code would make it.
 */
const folder = join(process.cwd(), 'contracts');
const isCheck = process.argv.includes('--check');
const found = await filesIn(folder);
const openApi = await openApiOfHub();
const made = publishedFiles(openApi);

const published = found.get('openapi.json');
const breaking = published ? breakingChanges(JSON.parse(published) as OpenApi, openApi) : [];
const isHeldBack = breaking.length > 0 && !process.argv.includes('--breaking');
const changed = differences(found, made);

for (const { path, is } of changed) say(`contracts/${path} is ${is}`);
for (const change of breaking) say(`breaking: ${change}`);
if (isCheck ? changed.length > 0 : isHeldBack) process.exitCode = 1;
if (!isCheck && isHeldBack) say('Nothing was written: repeat with -- --breaking if it must be.');
if (!isCheck && !isHeldBack) await replaceFiles(folder, found, made);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
