/** Whether the full figures are wanted: `npm run test:faults -- --full`. */
export const isFull = process.env['FAULTS'] === 'full';

/** So many of something: few in every run of the tests, all of them in the full form. */
export const extent = (few: number, all: number): number => (isFull ? all : few);

/** What chooses: the seed of an earlier run, or a new one. */
export const SEED = Number(process.env['SEED'] ?? Date.now() % 1e6);
