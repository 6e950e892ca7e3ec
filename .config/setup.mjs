// Makes the checkout ready: packages as the lock file has them, dist/ as the sources have it. npm runs
// this before every script; what is ready already is left alone. It speaks on stderr, since some
// scripts print JSON, and keeps to what any Node from 20 on can do: npm may run on an older one than ours.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';
const OUR_NODE = join('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
const STAMP = join('dist', '.sources');

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
if (!installed()) run('Installing packages', 'npm', ['ci', '--loglevel=error']);
const sources = fingerprint();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== sources) {
  run('Building', OUR_NODE, [join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build']);
  writeFileSync(STAMP, sources);
}

/** npm leaves a copy of what it installed; packages for other platforms are missing there. */
function installed() {
  const copy = join('node_modules', '.package-lock.json');
  if (!existsSync(copy) || !existsSync(OUR_NODE)) return false;
  const present = JSON.parse(readFileSync(copy, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (present[path] ? present[path].version === version : optional),
  );
}

/** Of all that the build reads, by content: times change with a checkout, and a deletion leaves none. */
function fingerprint() {
  const read = ['.swcrc', 'nest-cli.json', 'package-lock.json'];
  for (const folder of ['apps', 'libs', 'test'])
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && !/\.(spec|conformance)\.ts$/.test(entry.name))
        read.push(join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of read.sort()) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function run(what, command, commandArguments) {
  process.stderr.write(`${what} …\n`);
  const { status, stdout, stderr } = spawnSync(command, commandArguments, {
    encoding: 'utf8',
    shell: windows && command === 'npm',
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${what} failed.\n`);
  process.exit(1);
}
