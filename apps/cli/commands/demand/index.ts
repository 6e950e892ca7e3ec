import { group, type Verb } from '../../shell/verb.ts';
import { close, quota, refuse } from './change.ts';
import { list, show } from './look.ts';
import { register } from './register.ts';

export const demand: Verb = (parent, act) => {
  const one = group(parent, 'demand', 'what employers ask for, and how many places are free');
  for (const verb of [register, quota, close, refuse, list, show]) verb(one, act);
};
