import { civilDate } from '../values/civil-date.ts';
import { fitnessScope } from '../values/isco-08.ts';
import { object } from '../values/object.ts';
import { integer, text } from '../values/schema.ts';
import { profileId, verificationCode } from '../values/texts.ts';
import { clearMembers, level, mandatory, optional, type CredentialType } from './record-type.ts';

const VCT = 'urn:eurasec:clearance:1';

/** Lists have at least 2^17 entries (architecture §11) and at most 2^24. */
const statusIndex = integer(0, 2 ** 24 - 1);

export const statusUri = text({
  max: 64,
  pattern: /^https?:\/\/[a-z0-9.:[\]-]+\/[A-Za-z0-9._~/-]+$/,
});

/** As document numbers are compared: capitals and digits (`checkDocumentNumber`). ASCII, so that it fits the QR code. */
const documentNumber = text({ min: 5, max: 12, pattern: /^[A-Z0-9]+$/ });

/**
 * What a worker carries and shows to an agency: that one assessment was favourable, for how long, for what work.
 * No name. Every length is bounded so that the longest presentation fits a QR code of version 30, level M.
 */
export const CLEARANCE: CredentialType = {
  name: 'Clearance',
  vct: VCT,
  title: "Clearance: a favourable assessment, in the worker's hand",
  clear: {
    ...clearMembers(VCT),
    status: object({ status_list: object({ idx: statusIndex, uri: statusUri }) }),
  },
  rules: () => [],
  rows: [
    level('', 6, 'The clearance'),
    mandatory('profile', 'S3', profileId, 'The profile of the accepting state'),
    mandatory('validUntil', 'S1', civilDate, 'Last day, as in the assessment'),
    optional('fitnessScope', 'S3', fitnessScope, 'ISCO-08 groups; absent: any work'),
    mandatory('documentNumber', 'S2', documentNumber, 'Number of an identity document'),
    mandatory('verificationCode', 'S2', verificationCode, 'As on the certificate'),
  ],
};
