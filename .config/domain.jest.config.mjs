import config from './jest.config.mjs';

/** The specifications of the rules alone: what a mutant of them runs. */
export default {
  ...config,
  roots: ['certificates', 'contracts', 'exchange', 'participants', 'recruitment'].map(
    (lib) => `<rootDir>/libs/${lib}`,
  ),
};
