import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { numericDate, type Json, type JsonObject } from '#kernel';
import { isObject } from '#signing';
import { sampleCertificate } from '#testing';
import { isCivilDate } from '../values/civil-date.ts';
import { changed, refusalOf } from './changed.samples.ts';
import { assertClaims } from './claims.ts';
import { CLEARANCE } from './clearance.ts';
import { sampleEvidence } from './evidence.samples.ts';
import { jsonSchema, recordSchemas } from './json-schema.ts';
import { MEDICAL_CERTIFICATE } from './medical-certificate.ts';
import { MEDICAL_EVIDENCE } from './medical-evidence.ts';
import type { CredentialType } from './record-type.ts';
import { RECRUITMENT_CASE } from './recruitment-case.ts';
import { sampleCase } from './recruitment-case.samples.ts';

const clear = {
  iss: 'KG.MOH',
  iat: numericDate('2026-11-24T08:00:00.000Z'),
  id: '00000000-0000-4000-8000-000000000000',
};
const certificate = sampleCertificate({
  outcomes: { 'RU/LABOUR/2': 'UNFIT', 'KZ/LABOUR/1': 'CONDITIONAL' },
  claims: {
    restrictions: ['NO_NIGHT_WORK'],
    treatmentReferral: { referral: { referred: false } },
    diagnoses: { codes: ['A15.0'] },
    supersedes: { id: clear.id, digest: 'A'.repeat(43) },
  },
});
const { id: _, ...clearanceClear } = clear;
const clearance = {
  status: { status_list: { idx: 7, uri: 'https://hub.example/v1/status-lists/1' } },
  profile: 'RU/LABOUR/2',
  validUntil: '2027-02-14',
  fitnessScope: ['7112'],
  documentNumber: 'PE0000001',
  verificationCode: 'A'.repeat(26),
};
const samples: [CredentialType, JsonObject][] = [
  [MEDICAL_CERTIFICATE, { ...clear, vct: MEDICAL_CERTIFICATE.vct, ...certificate }],
  [MEDICAL_EVIDENCE, { ...clear, vct: MEDICAL_EVIDENCE.vct, ...sampleEvidence }],
  [RECRUITMENT_CASE, { ...clear, vct: RECRUITMENT_CASE.vct, ...sampleCase }],
  [CLEARANCE, { ...clearanceClear, vct: CLEARANCE.vct, ...clearance }],
];

/** What JSON Schema leaves to formats; our own patterns stand beside them. */
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
ajv.addVocabulary(['x-sensitivity', 'x-digests']);
ajv.addFormat('date', isCivilDate);
ajv.addFormat('partial-date', (text) => isCivilDate(`${text}-01-01`.slice(0, 10)));
ajv.addFormat('date-time', (text) => isCivilDate(text.slice(0, 10)) && !isNaN(Date.parse(text)));
ajv.addFormat('base64url', (text) => Buffer.from(text, 'base64url').toString('base64url') === text);

/** Every member and element, by pointer. */
const placesIn = (value: Json, at = ''): [pointer: string, value: Json][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value as { readonly [name: string]: Json }).flatMap(([name, one]) => [
        [`${at}/${name}`, one],
        ...placesIn(one, `${at}/${name}`),
      ])
    : [];

describe.each(samples.map(([type, claims]) => [type.name, type, claims] as const))(
  'the JSON Schema of %s',
  (_, type, claims) => {
    const schema = jsonSchema(type);
    const validate = ajv.compile(schema);
    const isValid = (value: JsonObject) => validate(JSON.parse(JSON.stringify(value)));
    const isAccepted = (value: JsonObject) =>
      refusalOf(() => assertClaims(type, value, 'issued')) === 'accepted';

    test('accepts the sample', () => {
      expect(isValid(claims)).toBe(true);
      expect(isAccepted(claims)).toBe(true);
    });

    test('says what the validators say, whatever is changed', () => {
      const values = fc.oneof(
        fc.constantFrom<Json | undefined>(undefined, '', 'x', 'FIT', 'UNFIT', '2026-02-30', 0, 1),
        fc.constantFrom<Json | undefined>('2026-01-31', '7112', 'KG', true, null, [], {}, ['7112']),
        fc.constantFrom<Json | undefined>('NOT_PERFORMED', 'DETECTED', 'LAW', 'ТЕСТ', 'a b', ' a'),
        fc.string(),
      );
      fc.assert(
        fc.property(
          fc.constantFrom(...placesIn(claims).map(([pointer]) => pointer)),
          values,
          (pointer, value) => {
            const other = changed(claims, pointer, value);
            expect([pointer, value, isValid(other)]).toEqual([pointer, value, isAccepted(other)]);
          },
        ),
        { numRuns: 1_500 },
      );
    });

    test('knows every member, and no other', () => {
      const objects = placesIn(claims).filter(([, value]) => isObject(value));
      for (const [pointer] of [['', claims], ...objects] as const)
        for (const name of ['remarks', 'outcome', 'toString']) {
          const other = changed(claims, `${pointer}/${name}`, 'x');
          expect([pointer, name, isValid(other)]).toEqual([pointer, name, isAccepted(other)]);
        }
    });

    test('carries sensitivity and digests from the table', () => {
      const text = JSON.stringify(schema);
      for (const row of type.rows)
        expect(text).toContain(
          'digests' in row ? row.meaning : `"x-sensitivity":"${row.sensitivity}"`,
        );
      expect(schema['x-digests']).toBe((type.rows[0] as { digests: number }).digests);
    });
  },
);

test('every schema has its file', () => {
  expect(Object.keys(recordSchemas())).toEqual([
    'medical-certificate.1.schema.json',
    'medical-evidence.1.schema.json',
    'recruitment-case.1.schema.json',
    'clearance.1.schema.json',
  ]);
});
