/** What the exit code says; shown by `--help` and docs/cli.md. */
export const EXIT_CODES = {
  0: 'done',
  1: 'the hub refused, something did not verify, or the answer is not CONFIRMED',
  2: 'the command, a file or a key cannot be used as it is',
  3: 'the hub does not answer or is busy; repeat the same command',
  4: 'a defect of this program',
} as const;

export type ExitCode = keyof typeof EXIT_CODES;

export const DONE = 0;
export const REFUSED = 1;
export const BAD_INPUT = 2;
export const NO_HUB = 3;
export const DEFECT = 4;
