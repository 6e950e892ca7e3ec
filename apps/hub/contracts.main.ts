import { join } from 'node:path';
import { differences, filesIn, replaceFiles } from './publication/compare-files.ts';
import { openApiOfHub } from './publication/openapi.ts';
import { publishedFiles } from './publication/published-files.ts';

// `npm run contracts` makes contracts/ anew; with `-- --check` it only says what is not as the code would make it.
const folder = join(process.cwd(), 'contracts');
const isCheck = process.argv.includes('--check');
const found = await filesIn(folder);
const made = publishedFiles(await openApiOfHub());
for (const { path, is } of differences(found, made)) {
  process.stdout.write(`contracts/${path} is ${is}\n`);
  if (isCheck) process.exitCode = 1;
}
if (!isCheck) await replaceFiles(folder, found, made);
