import { group, type Verb } from '../../shell/verb.ts';
import { restoreALicence, revokeALicence, suspendALicence } from './change.ts';
import { grantALicence } from './grant.ts';
import { showRegister } from './register.ts';

export const licence: Verb = (parent, act) => {
  const one = group(
    parent,
    'licence',
    'licences of agencies, by the authority in charge, and their public register',
  );
  for (const verb of [
    grantALicence,
    suspendALicence,
    restoreALicence,
    revokeALicence,
    showRegister,
  ])
    verb(one, act);
};
