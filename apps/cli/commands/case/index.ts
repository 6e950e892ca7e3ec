import { group, type Verb } from '../../shell/verb.ts';
import { issue } from './issue.ts';
import { move } from './move.ts';
import { open } from './open.ts';
import { ownStatus } from './own-status.ts';
import { show } from './show.ts';
import { slip } from './slip.ts';

export const recruitmentCase: Verb = (parent, act) => {
  const one = group(parent, 'case', "workers' recruitment cases");
  for (const verb of [issue, open, move, show, ownStatus, slip]) verb(one, act);
};
