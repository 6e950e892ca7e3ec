import config from './jest.config.mjs';

/** The specifications of the rules alone: what a mutant of them runs. */
export default {
  ...config,
  roots: ['certificates', 'contracts', 'exchange', 'participants', 'recruitment'].map(
    (lib) => `<rootDir>/libs/${lib}`,
  ),
  // Thousands of paths for each mutant take too long, and what only they notice no sentence says.
  testPathIgnorePatterns: ['/node_modules/', '\\.paths\\.spec\\.ts$'],
};
