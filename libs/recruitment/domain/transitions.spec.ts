import { readFileSync } from 'node:fs';
import { GUARDS } from './guards.ts';
import { TRANSITIONS } from './transitions.ts';

/** Every refusal that the specs of the case want, as its golden has it. */
const REFUSALS = ['case.decider', 'case.guards'].map((spec) =>
  readFileSync(`${import.meta.dirname}/__snapshots__/${spec}.spec.ts.snap`, 'utf8'),
);

// What no refusal shows could be left out of the table, and nobody would notice.
test.each(
  TRANSITIONS.flatMap(({ row, step, guards }) => guards.map((name) => [step, row, name] as const)),
)('%s of row %s: a case is refused by %s', (step, row, name) => {
  const { code, sentence } = GUARDS[name];
  const refusal = `${code}: not so: ${sentence} ${JSON.stringify({ step, row })}`;
  const alike = TRANSITIONS.filter((one) => one.step === step && one.row === row);
  const asking = alike.filter(({ guards }) => guards.includes(name)).length;
  expect(REFUSALS.join('').split(refusal).length - 1).toBeGreaterThanOrEqual(asking);
});
