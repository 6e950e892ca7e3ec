import { group, type Verb } from '../../shell/verb.ts';
import { endorseAnAuthority } from './authority.ts';
import { endorseAKey } from './key.ts';
import { reportACompromise, retireAKey } from './retire.ts';
import { sendStatements } from './send.ts';

export const endorse: Verb = (parent, act) => {
  const one = group(parent, 'endorse', "a state's word on its authorities and all keys");
  for (const verb of [
    endorseAnAuthority,
    endorseAKey,
    retireAKey,
    reportACompromise,
    sendStatements,
  ])
    verb(one, act);
};
