import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

// One compiler configuration, .swcrc, for the build and the tests. The tests run the sources as they
// are, so import specifiers keep their `.ts` ending and no file is left out.
const { exclude: _, ...swc } = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url)));
swc.jsc.rewriteRelativeImportExtensions = false;

export default {
  rootDir: '..',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testEnvironment: 'node',
  // What takes minutes (`*.long.spec.ts`) runs with `npm run test:faults`, not in every `npm test`.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env['FAULTS'] ? [] : ['\\.long\\.spec\\.ts$']),
  ],
  // Many specs wait for processes, brokers and disks: with a worker for each processor some would be idle.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  globalSetup: './.config/shared-services.mjs',
  globalTeardown: './.config/shared-services.end.mjs',
  // A machine that is busy is no failure; what hangs is found all the same.
  testTimeout: 180_000,
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest', { ...swc, swcrc: false, sourceMaps: 'inline' }] },
};
