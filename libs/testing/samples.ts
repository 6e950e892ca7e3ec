import { createHash, randomUUID } from 'node:crypto';
import {
  assessmentEnd,
  issueClearance,
  issueRecord,
  ITEM_CODES,
  MEDICAL_CERTIFICATE,
  plusDays,
  profile,
  type ItemCode,
  type MedicalCertificateClaims,
  type Profile,
  type RecordIssuance,
  type SealedItem,
  type StatusEntry,
} from '#credentials';
import { dayOf, instantOf, type CivilDate } from '#kernel';
import type { SigningKey } from '#signing';

// Invented persons, and obviously so. Whoever needs another certificate names only what differs.

type Finding = MedicalCertificateClaims['examinations'][ItemCode]['finding'];
type Outcome = MedicalCertificateClaims['assessments'][number]['outcome'];

const FAMILIES = [
  ['Тестов', 'TESTOV'],
  ['Примерова', 'PRIMEROVA'],
  ['Образцов', 'OBRAZTSOV'],
  ['Макетова', 'MAKETOVA'],
  ['Пробный', 'PROBNYI'],
] as const;
const GIVEN = [
  ['Пример', 'PRIMER'],
  ['Проба', 'PROBA'],
  ['Эталон', 'ETALON'],
  ['Модель', 'MODEL'],
] as const;

const METHODS: Readonly<Partial<Record<ItemCode, Finding['methodCode']>>> = {
  HIV: 'HIV_1_2_AB_P24',
  TB: 'CHEST_RADIOGRAPHY',
  SYPHILIS: 'TREPONEMAL_TEST',
  DRUGS: 'CHEMICAL_TOXICOLOGICAL',
  MENTAL: 'PSYCHIATRIC_EXAMINATION',
};

export type SampleChanges = {
  /** Which person: every number is another one, with another document, code and certificate number. */
  readonly n?: number;
  /** Day of issue; the examination took the five days before. */
  readonly issuedOn?: CivilDate;
  /** Recognition profiles examined for, and what came out. */
  readonly outcomes?: Readonly<Record<string, Outcome>>;
  readonly findings?: Readonly<Partial<Record<ItemCode, Finding>>>;
  /** Whole claims in place of the sample's. */
  readonly claims?: Partial<MedicalCertificateClaims>;
};

const pick = <Value>(values: readonly Value[], n: number): Value => values[n % values.length]!;

/** 26 characters of base32 that only this number has. */
const codeOf = (n: number): string =>
  createHash('sha256')
    .update(`sample ${n}`)
    .digest('hex')
    .slice(0, 26)
    .replace(/./g, (digit) => 'ABCDEFGHIJKLMNOP'[parseInt(digit, 16)]!);

/** A valid certificate of the `n`-th invented person, by default fit for Russia and Kazakhstan. */
export function sampleCertificate({
  n = 1,
  issuedOn = '2026-11-20',
  outcomes = { 'RU/LABOUR/2': 'FIT', 'KZ/LABOUR/1': 'FIT' },
  findings = {},
  claims = {},
}: SampleChanges = {}): MedicalCertificateClaims {
  const examinedFrom = plusDays(issuedOn, -5);
  const validUntil = plusDays(issuedOn, 364);
  const asked = Object.keys(outcomes).map((id) => profile(id, issuedOn)!);
  const examinations = sampleExaminations(asked, plusDays(issuedOn, -3), findings);
  const [familyName, familyNameLatin] = pick(FAMILIES, n);
  const [givenName, givenNameLatin] = pick(GIVEN, n);
  return {
    number: { series: 'KG-T', number: String(n).padStart(7, '0'), blankNo: `T${n}` },
    documentType: 'COMBINED',
    issuerOrganisation: {
      id: 'KG-CLINIC-1',
      name: 'Sample Clinic No. 1, Bishkek',
      licence: { number: 'L-0001', issuer: 'Ministry of Health', validUntil: '2099-12-31' },
    },
    signatory: { id: 'doctor-1', role: 'COMMISSION_CHAIR' },
    subject: {
      familyName,
      givenName,
      patronymic: 'Образцович',
      familyNameLatin,
      givenNameLatin,
      birthDate: plusDays('1970-01-01', (n * 37) % 12_000),
      sex: n % 2 === 0 ? 'F' : 'M',
      citizenship: 'KG',
      documents: [{ kind: 'PASSPORT', country: 'KG', number: `PE${String(n).padStart(7, '0')}` }],
    },
    examinedFrom,
    examinedOn: issuedOn,
    issuedOn,
    validFrom: issuedOn,
    validUntil,
    verificationCode: codeOf(n),
    consent: {
      basis: 'CONSENT',
      id: `consent-${n}`,
      givenOn: examinedFrom,
      purposes: ['RECOGNITION_OF_MEDICAL_CERTIFICATES', 'ADMISSION_TO_WORK'],
    },
    assessments: asked.map((one) => ({
      profile: one.id,
      outcome: outcomes[one.id]!,
      validUntil: assessmentEnd(one, { examinations, validUntil })!,
      ...(outcomes[one.id] === 'CONDITIONAL' && { fitnessScope: ['7112', '9313'] }),
    })),
    examinations,
    ...claims,
  };
}

/** Every item that a profile asks for, examined and not found; the others not performed. */
function sampleExaminations(
  profiles: readonly Profile[],
  performedOn: CivilDate,
  changes: Readonly<Partial<Record<ItemCode, Finding>>>,
): MedicalCertificateClaims['examinations'] {
  const entries = ITEM_CODES.map((item): [ItemCode, { finding: Finding }] => {
    const methodCode = METHODS[item] ?? 'CLINICAL_EXAMINATION';
    const isAsked = profiles.some(({ items }) => items[item] !== undefined);
    const finding: Finding = isAsked
      ? { result: 'NOT_DETECTED', methodCode, performedOn }
      : { result: 'NOT_PERFORMED' };
    return [item, { finding: changes[item] ?? finding }];
  });
  return Object.fromEntries(entries) as MedicalCertificateClaims['examinations'];
}

export type SampleIssuance = SampleChanges & {
  readonly key: SigningKey;
  readonly issuer?: string;
  readonly id?: string;
  /** Seconds since the epoch; default now. */
  readonly iat?: number;
  readonly seal?: RecordIssuance['seal'];
  /** One entry for each clearance; without any, no clearances are issued. */
  readonly status?: readonly StatusEntry[];
};

export type SampleIssue = {
  readonly id: string;
  readonly claims: MedicalCertificateClaims;
  /** As a ministry pushes it. */
  readonly record: string;
  readonly sealed: readonly SealedItem[];
  /** One for each favourable assessment, in their order. */
  readonly clearances: readonly string[];
};

/** A signed sample certificate, with clearances where status entries are given. */
export async function sampleIssue({
  key,
  issuer = 'KG.MOH',
  id = randomUUID(),
  iat = Math.floor(Date.now() / 1000),
  seal = [],
  status = [],
  ...changes
}: SampleIssuance): Promise<SampleIssue> {
  const issuedOn = dayOf(instantOf(iat));
  const claims = sampleCertificate({ issuedOn, ...changes });
  const issuance = { issuer, id, iat, key };
  const { record, sealed } = await issueRecord(MEDICAL_CERTIFICATE, claims, { ...issuance, seal });
  const favourable = claims.assessments.filter(({ outcome }) => outcome !== 'UNFIT');
  const clearances = favourable.slice(0, status.length).map(({ outcome: _, ...assessment }, at) =>
    issueClearance({
      ...assessment,
      issuer,
      iat,
      key,
      status: status[at]!,
      documentNumber: claims.subject.documents[0]!.number,
      verificationCode: claims.verificationCode,
    }),
  );
  return { id, claims, record, sealed, clearances };
}
