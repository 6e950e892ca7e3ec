import type { ClaimPath } from '#kernel';
import { fromTemplate, WORKER_CLAIMS, type TemplateTerms } from './contract-template.ts';
import type { ContractDocument, Grant, LegalBasis } from './domain/contract.messages.ts';

/** A party of the template: its state, and the authority that issues certificates and reads those of others. */
export type MedicalParty = { readonly state: string; readonly health: string };

export type MedicalContractTerms = TemplateTerms<MedicalParty> & {
  readonly legalBasis?: readonly LegalBasis[];
  /** The law by which health ministries also see unfavourable assessments; without one they do not. */
  readonly unfavourableBasis?: string;
  /** Health ministries also share foreign documents that they received as evidence. */
  readonly includeEvidence?: boolean;
};

const members = (of: string, names: readonly string[]): readonly ClaimPath[] =>
  names.map((name) => [of, name]);

const ITEMS = [
  ...['HIV', 'TB', 'LEPROSY', 'SYPHILIS', 'LGV', 'CHANCROID', 'DRUGS', 'MENTAL', 'COVID19'],
  ...['HEP_B', 'HEP_C', 'MALARIA', 'OTHER'],
];

/** Who may work, until when, and with which limits; no dates of examinations, no findings (domain.md §2.4, L). */
const LABOUR_CLAIMS: readonly ClaimPath[] = [
  ['number'],
  ...WORKER_CLAIMS,
  ['validUntil'],
  ['consent'],
  ['assessments', null],
  ['restrictions'],
  ['supersedes'],
];

/** The findings too; those of HIV, drugs and mental health arrive sealed (domain.md §2.4, H). Diagnoses are for contracts whose laws ask for them. */
const HEALTH_CLAIMS: readonly ClaimPath[] = [
  ...LABOUR_CLAIMS,
  ['documentType'],
  ['issuerOrganisation'],
  ['signatory'],
  ['examinedFrom'],
  ['examinedOn'],
  ['issuedOn'],
  ['validFrom'],
  ...ITEMS.map((item) => ['examinations', item, 'finding']),
  ['treatmentReferral', 'referral'],
];

/** A foreign document and what was read from it. */
const EVIDENCE_CLAIMS: readonly ClaimPath[] = [
  ['number'],
  ['original'],
  ['verifiedIssuer'],
  ['documentIssuedAt'],
  ['documentExpiresAt'],
  ...members('subject', [
    'familyName',
    'givenName',
    'familyNameLatin',
    'givenNameLatin',
    'birthDate',
  ]),
  ['tests', null],
  ['vaccinations', null],
  ['recoveries', null],
  ['assessedBy'],
];

/** Whether it was ever signed is not known; a contract names the acts that its parties stand on (domain.md §0). */
const MUTUAL_RECOGNITION: LegalBasis = {
  act: 'Agreement on mutual recognition of the medical conclusion on the health status of a labour migrant in the EurAsEC member states, draft approved by Government decree',
  number: '39',
  date: '2013-01-25',
  country: 'KZ',
};

/**
 * A contract, ready to sign, by which every party's health ministry shares its medical certificates with the others:
 * their health ministries see findings, their labour ministries who may work, and agencies of all parties get BINARY answers.
 */
export function medicalCertificateContract(terms: MedicalContractTerms): ContractDocument {
  const { parties, unfavourableBasis } = terms;
  const others = (issuer: MedicalParty) => parties.filter(({ state }) => state !== issuer.state);
  return fromTemplate(terms, {
    title: 'Exchange of medical certificates of labour migrants',
    legalBasis: terms.legalBasis ?? [MUTUAL_RECOGNITION],
    grants: parties.flatMap((issuer) => [
      ...others(issuer).flatMap((other) => [
        toHealth(issuer, other, unfavourableBasis),
        toLabour(issuer, other),
        ...(terms.includeEvidence ? [evidenceToHealth(issuer, other)] : []),
      ]),
      ...parties.map((party) => toAgencies(issuer, party)),
    ]),
  });
}

const RECORD_TYPE = 'MedicalCertificate';

const toHealth = (from: MedicalParty, to: MedicalParty, law: string | undefined): Grant => ({
  from: from.health,
  to: { authority: to.health },
  recordType: RECORD_TYPE,
  claims: HEALTH_CLAIMS,
  purpose: 'RECOGNITION_OF_MEDICAL_CERTIFICATES',
  ...(law !== undefined && { includeUnfavourable: { legalBasis: law } }),
});

const evidenceToHealth = (from: MedicalParty, to: MedicalParty): Grant => ({
  from: from.health,
  to: { authority: to.health },
  recordType: 'MedicalEvidence',
  claims: EVIDENCE_CLAIMS,
  purpose: 'RECOGNITION_OF_MEDICAL_CERTIFICATES',
});

const toLabour = (from: MedicalParty, to: MedicalParty): Grant => ({
  from: from.health,
  to: { state: to.state, role: 'labour-ministry' },
  recordType: RECORD_TYPE,
  claims: LABOUR_CLAIMS,
  purpose: 'ADMISSION_TO_WORK',
});

const toAgencies = (from: MedicalParty, { state }: MedicalParty): Grant => ({
  from: from.health,
  to: { state, role: 'agency' },
  recordType: RECORD_TYPE,
  claims: [],
  purpose: 'ORGANISED_RECRUITMENT',
});
