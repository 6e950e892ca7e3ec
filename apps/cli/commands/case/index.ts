import { group, type Verb } from '../../shell/verb.ts';
import { ownStatus } from './own-status.ts';
import { slip } from './slip.ts';

export const recruitmentCase: Verb = (parent, act) => {
  const one = group(parent, 'case', "workers' recruitment cases");
  for (const verb of [ownStatus, slip]) verb(one, act);
};
