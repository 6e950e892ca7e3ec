import { group, type Verb } from '../../shell/verb.ts';
import { checkOffline } from './check.ts';
import { fetchKit } from './fetch.ts';

export const offline: Verb = (parent, act) => {
  const one = group(parent, 'offline', 'check clearances where there is no network');
  for (const verb of [fetchKit, checkOffline]) verb(one, act);
};
