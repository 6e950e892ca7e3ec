import {
  MEDICAL_EVIDENCE,
  validateClaims,
  type MedicalEvidenceClaims,
  type Warning,
} from '#credentials';
import { HubError, type Instant, type Json, type JsonObject } from '#kernel';
import { isObject } from '#signing';
import { birthDate, coded, country, day, line, moment, needed, zoneName } from './content.ts';
import { dateWarnings } from './date-warnings.ts';
import type { DecodedDcc } from './decode-dcc.ts';
import { orRejected, Rejection, type Rejected } from './rejection.ts';

export type MappedDcc = {
  readonly outcome: 'mapped';
  readonly claims: MedicalEvidenceClaims;
  /** What whoever assesses the evidence should look at; pointers into the claims. */
  readonly warnings: readonly Warning[];
};

/** The text that a QR code holds; there is no registered type for it. */
const HC1_MEDIA_TYPE = 'text/x.hc1';

// The EU value sets that a reader has to understand; vaccines, makers and devices are taken over as written.
const DISEASES = { '840539006': '840539006' } as const;
const TEST_TYPES = { 'LP6464-4': 'LP6464-4', 'LP217198-3': 'LP217198-3' } as const;
const RESULTS = { '260415000': 'NOT_DETECTED', '260373001': 'DETECTED' } as const;

/**
 * The claims of a `MedicalEvidence` record that say what the certificate says and keep it byte for byte.
 * No outcome, assessed by nobody. Dates that contradict each other are taken over with a warning, since
 * judging them is the assessor's part. `at` is the time of import.
 */
export const mapDcc = (decoded: DecodedDcc, at: Instant): MappedDcc | Rejected =>
  orRejected(() => {
    const claims = claimsOf(decoded, at);
    return { outcome: 'mapped', claims, warnings: [...checked(claims), ...dateWarnings(claims)] };
  });

function claimsOf(decoded: DecodedDcc, at: Instant): MedicalEvidenceClaims {
  const { hcert, content, issuedAt, expiresAt, signer } = decoded;
  const tests = entries(content['t']).map(test);
  const vaccinations = entries(content['v']).map(vaccination);
  const recoveries = entries(content['r']).map(recovery);
  const first = [...tests, ...vaccinations, ...recoveries][0];
  if (!first) throw new Rejection('NOT_A_DCC');
  return {
    number: { number: first.certificateId },
    original: {
      mediaType: HC1_MEDIA_TYPE,
      bytes: Buffer.from(hcert, 'utf8').toString('base64url'),
    },
    verifiedIssuer: {
      scheme: 'EU_DCC',
      country: country(signer.country),
      name: line(signer.name) ?? first.issuer,
      algorithm: signer.algorithm,
      certificate: signer.certificate,
      certificateValidFrom: signer.validFrom,
      certificateValidUntil: signer.validUntil,
      certificateExpired: signer.validUntil < at,
    },
    documentIssuedAt: issuedAt,
    documentExpiresAt: expiresAt,
    subject: subject(content),
    ...(tests.length > 0 && { tests }),
    ...(vaccinations.length > 0 && { vaccinations }),
    ...(recoveries.length > 0 && { recoveries }),
    assessedBy: 'none',
  };
}

/**
 * Names in their own script, in ICAO's letters or in both. Where there is only a given name it is the family name:
 * a name without parts is the primary identifier (ICAO Doc 9303-3 §3.4).
 */
function subject({ nam, dob }: JsonObject): MedicalEvidenceClaims['subject'] {
  if (!isObject(nam)) throw new Rejection('NAME_UNREADABLE');
  const family = { familyName: line(nam['fn']), familyNameLatin: zoneName(nam['fnt']) };
  const given = { givenName: line(nam['gn']), givenNameLatin: zoneName(nam['gnt']) };
  const hasFamily = isSomething(family);
  if (!hasFamily && !isSomething(given)) throw new Rejection('NAME_UNREADABLE');
  const names = hasFamily
    ? { ...family, ...given }
    : { familyName: given.givenName, familyNameLatin: given.givenNameLatin };
  return present({ ...names, birthDate: birthDate(dob) });
}

const isSomething = (names: Readonly<Record<string, string | null>>): boolean =>
  Object.values(names).some((name) => name !== null);

const test = (entry: JsonObject) => ({
  ...common(entry),
  testType: coded(entry['tt'], TEST_TYPES, 'TEST_TYPE_UNKNOWN'),
  result: coded(entry['tr'], RESULTS, 'RESULT_UNKNOWN'),
  sampledAt: moment(entry['sc']),
  ...present({
    testName: line(entry['nm']),
    device: line(entry['ma']),
    resultAt: line(entry['dr']) && moment(entry['dr']),
    centre: line(entry['tc']),
  }),
});

const vaccination = (entry: JsonObject) => ({
  ...common(entry),
  vaccine: needed(entry['vp'], 'NOT_A_DCC'),
  product: needed(entry['mp'], 'NOT_A_DCC'),
  manufacturer: needed(entry['ma'], 'NOT_A_DCC'),
  dose: dose(entry['dn']),
  doses: dose(entry['sd']),
  vaccinatedOn: day(entry['dt']),
});

const recovery = (entry: JsonObject) => ({
  ...common(entry),
  firstPositiveOn: day(entry['fr']),
  validFrom: day(entry['df']),
  validUntil: day(entry['du']),
});

const common = (entry: JsonObject) => ({
  disease: coded(entry['tg'], DISEASES, 'DISEASE_UNKNOWN'),
  country: country(entry['co']),
  issuer: needed(entry['is'], 'NOT_A_DCC'),
  certificateId: needed(entry['ci'], 'NOT_A_DCC'),
});

function dose(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Rejection('NOT_A_DCC');
  return value;
}

/** Early issuers write null for a kind that is not there. */
function entries(value: Json | undefined): readonly JsonObject[] {
  const list = value ?? [];
  if (!Array.isArray(list) || !list.every(isObject)) throw new Rejection('NOT_A_DCC');
  return list;
}

type Present<Parts> = { readonly [Name in keyof Parts]?: NonNullable<Parts[Name]> };

/** The members that are not null. */
const present = <Parts extends Readonly<Record<string, string | null>>>(
  parts: Parts,
): Present<Parts> =>
  // Sound: only members that are null are left out.
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null)) as Present<Parts>;

/** What whoever signs the record adds in the clear; any will do to check the claims beside it. */
const CLEAR = {
  iss: 'XX.ANY',
  vct: MEDICAL_EVIDENCE.vct,
  iat: 0,
  id: '00000000-0000-4000-8000-000000000000',
} as const;

/** The record type has the last word: lengths, alphabets, a recovery that ends before it begins. */
function checked(claims: MedicalEvidenceClaims): readonly Warning[] {
  try {
    return validateClaims(MEDICAL_EVIDENCE, { ...CLEAR, ...claims });
  } catch (cause) {
    if (!(cause instanceof HubError)) throw cause;
    const isDates = cause.code === 'RULE_RECORD_DATES';
    throw new Rejection(isDates ? 'DATES_CONTRADICT' : 'NOT_RECORDABLE', cause);
  }
}
