import { group, type Verb } from '../../shell/verb.ts';
import { draftContract } from './draft.ts';
import { suspendAContract, terminateAContract } from './end.ts';
import { proposeContract } from './propose.ts';
import { showContract } from './show.ts';
import { signAContract } from './sign.ts';
import { verifyAContract } from './verify.ts';

export const contract: Verb = (parent, act) => {
  const one = group(
    parent,
    'contract',
    'exchange contracts: draft, propose, sign by every party, verify, end',
  );
  for (const verb of [
    draftContract,
    proposeContract,
    signAContract,
    verifyAContract,
    showContract,
    suspendAContract,
    terminateAContract,
  ])
    verb(one, act);
};
