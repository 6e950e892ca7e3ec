import { Stage } from '../stage/stage.ts';
import { play } from './scenario/scenario.ts';
import { isAsTold, type Step } from './scenario/story.ts';
import { header, row, summary } from './scenario/table.ts';

const isJson = process.argv.includes('--json');
const start = performance.now();
const stage = await Stage.start();
let act = '';
const tell = (step: Step) => {
  if (isJson) return;
  if (step.act !== act) console.log(header((act = step.act)));
  console.log(row(step));
};
const steps = await play(stage, tell).finally(() => stage.close());
const seconds = (performance.now() - start) / 1000;
const failed = steps.filter((step) => !isAsTold(step));
if (isJson) console.log(JSON.stringify({ ok: failed.length === 0, seconds, steps }, undefined, 2));
else console.log(summary(steps.length, failed.length, seconds));
process.exitCode = failed.length === 0 ? 0 : 1;
