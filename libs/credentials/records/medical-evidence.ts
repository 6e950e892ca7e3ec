import { RuleBroken, WireError } from '#kernel';
import { offsetInstant, partialDate } from '../values/civil-date.ts';
import { constant, type ValueOf } from '../values/schema.ts';
import { latinName, printed } from '../values/texts.ts';
import {
  evidenceNumber,
  evidenceRecovery,
  evidenceTest,
  evidenceVaccination,
  original,
  verifiedIssuer,
} from './evidence-values.ts';
import {
  level,
  mandatory,
  optional,
  recordClear,
  type RecordType,
  type VisibleClaims,
  type Warning,
} from './record-type.ts';

const VCT = 'urn:eurasec:medical-evidence:1';

/** The claims of an evidence record, as the importing ministry states them. */
export type MedicalEvidenceClaims = {
  readonly number: ValueOf<typeof evidenceNumber>;
  readonly original: ValueOf<typeof original>;
  readonly verifiedIssuer: ValueOf<typeof verifiedIssuer>;
  readonly documentIssuedAt?: string;
  readonly documentExpiresAt?: string;
  readonly subject: {
    readonly familyName?: string;
    readonly givenName?: string;
    readonly familyNameLatin?: string;
    readonly givenNameLatin?: string;
    readonly birthDate?: string;
  };
  readonly tests?: readonly ValueOf<typeof evidenceTest>[];
  readonly vaccinations?: readonly ValueOf<typeof evidenceVaccination>[];
  readonly recoveries?: readonly ValueOf<typeof evidenceRecovery>[];
  readonly assessedBy: 'none';
};

type Shown = Omit<Partial<MedicalEvidenceClaims>, 'subject'> & {
  readonly subject?: Partial<MedicalEvidenceClaims['subject']>;
};

function evidenceRules(claims: VisibleClaims, isWhole: boolean): readonly Warning[] {
  // Sound: the table's schemas were checked first.
  const { subject, tests, vaccinations, recoveries } = claims as Shown;
  for (const [index, { validFrom, validUntil }] of (recoveries ?? []).entries())
    if (validFrom > validUntil)
      throw new RuleBroken('RULE_RECORD_DATES', 'a recovery ends before it begins', {
        pointer: `/recoveries/${index}/validUntil`,
      });
  if (!isWhole) return [];
  if (!subject?.familyName && !subject?.familyNameLatin) throw missing('/subject/familyName');
  if (![tests, vaccinations, recoveries].some((entries) => entries?.length))
    throw missing('/tests');
  return [];
}

const missing = (pointer: string) =>
  new WireError('WIRE_SCHEMA_MISMATCH', `${pointer} is missing`, { pointer });

/**
 * A medical document in a foreign format, an EU DCC say, kept with what could be read from it. It has no outcome
 * and confirms nobody; a doctor may rest an assessment on it. (architecture §7)
 */
export const MEDICAL_EVIDENCE: RecordType = {
  name: 'MedicalEvidence',
  family: 'evidence',
  vct: VCT,
  title: 'Foreign medical document, as evidence',
  clear: recordClear(VCT),
  rules: evidenceRules,
  rows: [
    level('', 10, 'The evidence'),
    mandatory('number', 'S2', evidenceNumber, "The foreign document's own number"),
    mandatory('original', 'S4', original, 'The document as it came, byte for byte'),
    mandatory('verifiedIssuer', 'S1', verifiedIssuer, 'Whose signature on it was verified'),
    optional('documentIssuedAt', 'S2', offsetInstant, 'When it was issued, as it says'),
    optional('documentExpiresAt', 'S2', offsetInstant, 'When it ends, as it says'),
    level('subject', 5, 'The person it is about'),
    optional('subject.familyName', 'S2', printed(100), 'As the document prints it'),
    optional('subject.givenName', 'S2', printed(100), 'As the document prints it'),
    optional('subject.familyNameLatin', 'S2', latinName, 'ICAO transliteration, fillers as blanks'),
    optional('subject.givenNameLatin', 'S2', latinName, 'ICAO transliteration, fillers as blanks'),
    optional('subject.birthDate', 'S2', partialDate, 'A day, or only month or year'),
    level('tests', 4, 'Test results'),
    optional('tests.*', 'S4', evidenceTest, 'One test'),
    level('vaccinations', 4, 'Vaccinations'),
    optional('vaccinations.*', 'S4', evidenceVaccination, 'One vaccination'),
    level('recoveries', 4, 'Recoveries'),
    optional('recoveries.*', 'S4', evidenceRecovery, 'One recovery'),
    mandatory('assessedBy', 'S0', constant('none'), 'Nobody: evidence has no outcome'),
  ],
};
