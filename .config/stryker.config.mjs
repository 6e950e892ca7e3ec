// `npm run mutants`: changes each rule of the domain in turn; a specification must notice.
export default {
  mutate: [
    'libs/{certificates,contracts,exchange,participants,recruitment}/{domain,views}/*.ts',
    '!**/*.{spec,samples,messages}.ts',
  ],
  testRunner: 'jest',
  jest: { projectType: 'custom', configFile: '.config/domain.jest.config.mjs' },
  testRunnerNodeArgs: ['--conditions=source', '--experimental-vm-modules'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A runner keeps the modules of every run: after some hundred it does little but collect garbage.
  maxTestRunnerReuse: 80,
  timeoutMS: 60_000,
  plugins: ['@stryker-mutator/jest-runner'],
  tempDirName: 'dist/mutants',
  reporters: ['progress', 'clear-text', 'json'],
  jsonReporter: { fileName: 'dist/mutants.json' },
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  ignorePatterns: ['/dist', '/data'],
};
