// Runs the fault tests in their short form; `--full` with the figures of docs/reliability.md, one spec after the other.
// What else is said goes to jest.
import { spawnSync } from 'node:child_process';

const said = process.argv.slice(2).filter((word) => word !== '--full');
const full = process.argv.includes('--full');
const patterns = said.some((word) => !word.startsWith('-')) ? [] : ['test/faults', 'test/cluster'];
const jest = ['node_modules/jest/bin/jest.js', '-c', '.config/jest.config.mjs'];
const { status } = spawnSync(
  process.execPath,
  [
    ...[
      '--conditions=source',
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
    ],
    ...[...jest, ...(full ? ['--runInBand'] : []), ...patterns, ...said],
  ],
  { stdio: 'inherit', env: { ...process.env, FAULTS: full ? 'full' : 'short' } },
);
process.exitCode = status ?? 1;
