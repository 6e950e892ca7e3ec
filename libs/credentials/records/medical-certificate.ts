import {
  CERTIFICATE_KINDS,
  isSealedItem,
  ITEM_CODES,
  RESTRICTIONS,
  type ItemCode,
} from '../values/codes.ts';
import { civilDate } from '../values/civil-date.ts';
import { code, list, type ValueOf } from '../values/schema.ts';
import { verificationCode } from '../values/texts.ts';
import {
  assessment,
  certificateNumber,
  consent,
  diagnosisCodes,
  finding,
  organisation,
  otherFinding,
  predecessor,
  referral,
  signatory,
  type Assessment,
  type Finding,
} from './certificate-values.ts';
import { certificateRules } from './certificate-rules.ts';
import { personRows, type Person } from './person-rows.ts';
import { level, mandatory, optional, recordClear, type RecordType } from './record-type.ts';

const VCT = 'urn:eurasec:medical-certificate:1';

const documentType = code(CERTIFICATE_KINDS);
const restrictions = list(code(RESTRICTIONS), { max: RESTRICTIONS.length });

/** The claims of a certificate, as its issuer states them and as a recipient sees the part it is shown. */
export type MedicalCertificateClaims = {
  readonly number: ValueOf<typeof certificateNumber>;
  readonly documentType: ValueOf<typeof documentType>;
  readonly issuerOrganisation: ValueOf<typeof organisation>;
  readonly signatory?: ValueOf<typeof signatory>;
  readonly subject: Person;
  readonly examinedFrom: string;
  readonly examinedOn: string;
  readonly issuedOn: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly verificationCode: string;
  readonly consent: ValueOf<typeof consent>;
  readonly assessments: readonly Assessment[];
  readonly examinations: { readonly [Item in ItemCode]: { readonly finding: Finding } };
  readonly restrictions?: ValueOf<typeof restrictions>;
  readonly treatmentReferral?: { readonly referral: ValueOf<typeof referral> };
  readonly diagnoses?: { readonly codes: ValueOf<typeof diagnosisCodes> };
  readonly supersedes?: ValueOf<typeof predecessor>;
};

/** The certificate of a labour migrant's health (domain.md §2: the medical conclusion). */
export const MEDICAL_CERTIFICATE: RecordType = {
  name: 'MedicalCertificate',
  family: 'certificate',
  vct: VCT,
  title: 'Medical certificate of a labour migrant',
  clear: recordClear(VCT),
  rules: certificateRules,
  rows: [
    level('', 18, 'The certificate'),
    mandatory('number', 'S2', certificateNumber, 'Series, number and blank, as printed'),
    // The kind alone can reveal an HIV test, and the name of a clinic an AIDS centre.
    mandatory('documentType', 'S4', documentType, 'Which national document it is'),
    mandatory('issuerOrganisation', 'S4', organisation, 'The clinic and its licence'),
    optional('signatory', 'S2', signatory, 'Who signed, by a pseudonym'),
    ...personRows('The person examined'),
    mandatory('examinedFrom', 'S2', civilDate, 'First day of the examination'),
    mandatory('examinedOn', 'S2', civilDate, 'Last day; the profiles of this day apply'),
    mandatory('issuedOn', 'S2', civilDate, 'Day of issue'),
    mandatory('validFrom', 'S2', civilDate, 'First day of validity'),
    mandatory('validUntil', 'S1', civilDate, 'Last day of validity where it was issued'),
    mandatory(
      'verificationCode',
      'S2',
      verificationCode,
      'Printed on the paper, typed by agencies',
    ),
    mandatory('consent', 'S1', consent, 'Why the data may be shared, and for what'),
    level('assessments', 8, 'One element for each profile examined for'),
    mandatory('assessments.*', 'S3', assessment, 'Outcome under a profile of an accepting state'),
    level('examinations', 0, 'Every item, whether examined or not'),
    ...ITEM_CODES.flatMap((item) => [
      level(`examinations.${item}`, 1, `Examination for ${item}`),
      mandatory(
        `examinations.${item}.finding`,
        isSealedItem(item) ? 'S5' : 'S4',
        item === 'OTHER' ? otherFinding : finding,
        `What the examination for ${item} found`,
      ),
    ]),
    optional('restrictions', 'S3', restrictions, 'Work the person should not do'),
    level('treatmentReferral', 1, 'Whether or not there is a referral'),
    optional('treatmentReferral.referral', 'S5', referral, 'Where the person was sent for care'),
    level('diagnoses', 1, 'Whether or not there is a diagnosis'),
    optional('diagnoses.codes', 'S5', diagnosisCodes, 'ICD-10; only where both laws ask for it'),
    optional('supersedes', 'S1', predecessor, 'The certificate that this one replaces'),
  ],
};
