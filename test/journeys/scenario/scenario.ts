import type { Stage } from '../../stage/stage.ts';
import { founding } from './acts/01-founding.ts';
import { contract } from './acts/02-contract.ts';
import { pushing } from './acts/03-pushing.ts';
import { delivery } from './acts/04-delivery.ts';
import { lifecycle } from './acts/05-lifecycle.ts';
import { verification } from './acts/06-verification.ts';
import { termination } from './acts/07-termination.ts';
import { compromise } from './acts/08-compromise.ts';
import { demand } from './acts/09-demand.ts';
import { abroad } from './acts/10-abroad.ts';
import { patent } from './acts/11-patent.ts';
import { stops } from './acts/12-stops.ts';
import { erasure } from './acts/13-erasure.ts';
import { audit } from './acts/14-audit.ts';
import { operator } from './acts/15-operator.ts';
import { files } from './acts/16-files.ts';
import { Cast } from './cast.ts';
import { Story, type Listener, type Step } from './story.ts';

const ACTS = [
  founding,
  contract,
  pushing,
  delivery,
  lifecycle,
  verification,
  termination,
  compromise,
  demand,
  abroad,
  patent,
  stops,
  erasure,
  audit,
  operator,
  files,
];

/** The acts that look into no file of embedded storage. */
export const ACTS_ON_ANY_STORE = ACTS.slice(0, ACTS.indexOf(operator));

/** Plays the whole story, or some acts from its beginning, on a fresh stage, over HTTP. What each step gave stands in its row. */
export async function play(stage: Stage, tell?: Listener, acts = ACTS): Promise<readonly Step[]> {
  const story = new Story(tell);
  const cast = new Cast(stage);
  for (const act of acts) await act(story, cast);
  return story.steps;
}
