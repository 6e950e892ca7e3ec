import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOG } from '../stage/built-process.ts';
import { Stage } from '../stage/stage.ts';
import { play } from './scenario/scenario.ts';
import { isAsTold, type Step } from './scenario/story.ts';
import { header, row, summary, title } from './scenario/table.ts';

const HELP = `npm run demo [-- --json]

Starts the hub with five made-up states on this machine, plays a story over HTTP and ends. With --json it prints one
JSON document: {ok, seconds, steps: [{act, who, what, expected, seen, milliseconds}]}. Exit code 0 if every step
came out as told, else 1.`;

const isJson = process.argv.includes('--json');
let act = '';

function tell(step: Step): void {
  if (isJson) return;
  if (step.act !== act) console.log(header((act = step.act)));
  console.log(row(step));
}

async function demonstrate(): Promise<void> {
  const start = performance.now();
  if (!isJson) console.log(`The hub and five made-up states start on this machine …\n\n${title()}`);
  const stage = await Stage.start();
  try {
    const steps = await play(stage, tell);
    const seconds = (performance.now() - start) / 1000;
    const failed = steps.filter((step) => !isAsTold(step));
    if (isJson)
      console.log(JSON.stringify({ ok: failed.length === 0, seconds, steps }, undefined, 2));
    else console.log(summary(steps.length, failed.length, seconds));
    if (failed.length === 0) return;
    process.exitCode = 1;
    console.error(await readFile(join(stage.folder, LOG), 'utf8'));
  } finally {
    await stage.close();
  }
}

if (process.argv.includes('--help')) console.log(HELP);
else await demonstrate();
