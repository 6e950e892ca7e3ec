import {
  CONSENT_BASES,
  DOCUMENT_KINDS,
  METHODS,
  OUTCOMES,
  PURPOSES,
  RESULTS,
  SIGNATORY_ROLES,
} from '../values/codes.ts';
import { civilDate } from '../values/civil-date.ts';
import { country } from '../values/countries.ts';
import { fitnessScope } from '../values/isco-08.ts';
import { object } from '../values/object.ts';
import { boolean, code, list, type ValueOf } from '../values/schema.ts';
import {
  digest,
  icd10,
  numberText,
  printed,
  profileId,
  registerId,
  uuid,
} from '../values/texts.ts';

export const certificateNumber = object(
  { number: numberText(32) },
  { series: numberText(16), blankNo: numberText(32) },
);

/** The clinic. Its licence may be without an end; if it has one, it must reach the day of issue. */
export const organisation = object(
  {
    id: registerId(64),
    name: printed(200),
    licence: object({ number: numberText(64), issuer: printed(200) }, { validUntil: civilDate }),
  },
  { address: printed(200) },
);

/** Who signed on paper, by a pseudonym that only the issuer resolves. */
export const signatory = object({ id: registerId(64), role: code(SIGNATORY_ROLES) });

export const identityDocument = object(
  { kind: code(DOCUMENT_KINDS), country, number: numberText(20) },
  { issuedOn: civilDate, expiresOn: civilDate },
);

const legalAct = object({ act: printed(200), number: numberText(64), date: civilDate, country });

/** Why the data may be shared. Consent is given on a day and has an id; law and treaty are cited. */
export const consent = object(
  { basis: code(CONSENT_BASES), purposes: list(code(PURPOSES), { max: PURPOSES.length }) },
  { id: registerId(64), givenOn: civilDate, act: legalAct },
  [
    { member: 'basis', values: ['CONSENT'], needs: ['id', 'givenOn'] },
    { member: 'basis', values: ['LAW', 'TREATY'], needs: ['act'] },
  ],
);

/** Fit for whom: one accepting state's profile. Without a scope the person may do any work. */
export const assessment = object(
  { profile: profileId, outcome: code(OUTCOMES), validUntil: civilDate },
  { fitnessScope },
  [
    { member: 'outcome', values: ['CONDITIONAL'], needs: ['fitnessScope'] },
    { member: 'outcome', values: ['UNFIT'], forbids: ['fitnessScope'] },
  ],
);
export type Assessment = ValueOf<typeof assessment>;

const PERFORMED = ['NOT_DETECTED', 'DETECTED', 'INCONCLUSIVE'] as const;

/** `validUntil`: where the doctor sets an earlier end than the profile, "X-ray again in six months". */
const details = {
  methodCode: code(METHODS),
  performedOn: civilDate,
  validUntil: civilDate,
  laboratory: registerId(64),
  confirmatoryDone: boolean,
};

/** What an examination found. One that was not performed says nothing else. */
export const finding = object({ result: code(RESULTS) }, details, [
  { member: 'result', values: PERFORMED, needs: ['methodCode', 'performedOn'] },
  { member: 'result', values: ['NOT_PERFORMED'], forbids: Object.keys(details) },
]);
export type Finding = ValueOf<typeof finding>;

/** The finding of OTHER, which has no disease of its own and names it. */
export const otherFinding = object({ result: code(RESULTS) }, { ...details, icd10 }, [
  { member: 'result', values: PERFORMED, needs: ['methodCode', 'performedOn', 'icd10'] },
  { member: 'result', values: ['NOT_PERFORMED'], forbids: [...Object.keys(details), 'icd10'] },
]);

export const referral = object(
  { referred: boolean },
  { facility: object({ id: registerId(64), name: printed(200) }) },
  [
    { member: 'referred', values: [true], needs: ['facility'] },
    { member: 'referred', values: [false], forbids: ['facility'] },
  ],
);

export const diagnosisCodes = list(icd10, { max: 16 });

/** The record that this one replaces: the same issuer's, by id and digest. */
export const predecessor = object({ id: uuid, digest }, { reason: code(['CORRECTED']) });
