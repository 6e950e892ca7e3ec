import { readFileSync } from 'node:fs';
import { CLEARANCE } from './clearance.ts';
import { recordsPage } from './records-page.ts';
import { PROFILES } from './profiles.ts';
import { isLevel, sealedPaths, type CredentialType, type Row } from './record-type.ts';
import { RECORD_TYPES, recordTypeOf } from './record-types.ts';
import { refusalOf } from './changed.samples.ts';

const types: CredentialType[] = [...Object.values(RECORD_TYPES), CLEARANCE];
const name = ({ path }: Row) => path.map((part) => part ?? '*').join('.');
const holderOf = (row: Row) =>
  row.path
    .slice(0, -1)
    .map((part) => part ?? '*')
    .join('.');

describe.each(types.map((type) => [type.name, type] as const))('the table of %s', (_, type) => {
  const { rows } = type;
  const heldBy = (holder: Row) =>
    rows.filter((row) => row.path.length > 0 && holderOf(row) === name(holder));

  test('names each place once, and a level before what it holds', () => {
    expect(new Set(rows.map(name)).size).toBe(rows.length);
    expect(rows[0]!.path).toEqual([]);
    for (const [index, row] of rows.entries()) {
      if (index === 0) continue;
      const holder = rows.slice(0, index).find((one) => name(one) === holderOf(row));
      expect(holder && isLevel(holder)).toBe(true);
    }
  });

  test('has a digest for every claim of a level', () => {
    for (const level of rows.filter(isLevel)) {
      const held = heldBy(level);
      const isArray = held.some(({ path }) => path.at(-1) === null);
      const isFrame = level.digests === 0;
      if (isFrame) expect(held.every(isLevel)).toBe(true);
      else if (!isArray) expect(level.digests).toBeGreaterThanOrEqual(held.length);
    }
  });

  test('gives each S5 claim a level of its own, so that its digest is known by its place', () => {
    for (const row of rows) {
      if (isLevel(row) || row.sensitivity !== 'S5') continue;
      const holder = rows.find((one) => name(one) === holderOf(row))!;
      expect(isLevel(holder) && holder.digests).toBe(1);
    }
  });

  test('shows nothing of the person in the clear', () => {
    const clear = Object.keys(type.clear).sort();
    const expected =
      type === CLEARANCE ? ['iat', 'iss', 'status', 'vct'] : ['iat', 'id', 'iss', 'vct'];
    expect(clear).toEqual(expected);
  });
});

describe('the page about records', () => {
  const page = recordsPage();

  test('has every claim of every type, and every profile', () => {
    for (const { vct, rows } of types) {
      expect(page).toContain(vct);
      for (const row of rows) expect(page).toContain(`| \`${name(row) || '(root)'}\` |`);
    }
    for (const { id, bases } of PROFILES)
      for (const text of [id, ...bases.map(({ statement }) => statement)])
        expect(page).toContain(text);
  });

  test('is the one in docs', () => {
    expect(readFileSync(new URL('../../../docs/records.md', import.meta.url), 'utf8')).toBe(page);
  });
});

describe('record types', () => {
  test('seal what is S5, and nothing else', () => {
    expect(sealedPaths(RECORD_TYPES.MedicalCertificate).map((path) => path.join('.'))).toEqual([
      'examinations.HIV.finding',
      'examinations.DRUGS.finding',
      'examinations.MENTAL.finding',
      'treatmentReferral.referral',
      'diagnoses.codes',
    ]);
    expect(sealedPaths(RECORD_TYPES.MedicalEvidence)).toEqual([]);
    expect(sealedPaths(RECORD_TYPES.RecruitmentCase)).toEqual([]);
  });

  test('are found by their vct', () => {
    for (const type of Object.values(RECORD_TYPES)) expect(recordTypeOf(type.vct)).toBe(type);
    expect(refusalOf(() => recordTypeOf('urn:eurasec:wish:1'))).toBe(
      'WIRE_UNKNOWN_RECORD_TYPE /vct',
    );
    expect(refusalOf(() => recordTypeOf(CLEARANCE.vct))).toBe('WIRE_UNKNOWN_RECORD_TYPE /vct');
  });

  test('have the digests that recipients count on', () => {
    const counts = types.map(({ name: type, rows }) => [
      type,
      Object.fromEntries(rows.filter(isLevel).map((row) => [name(row), row.digests])),
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      MedicalCertificate: {
        '': 18,
        subject: 9,
        assessments: 8,
        examinations: 0,
        ...Object.fromEntries(
          'HIV TB LEPROSY SYPHILIS LGV CHANCROID DRUGS MENTAL COVID19 HEP_B HEP_C MALARIA OTHER'
            .split(' ')
            .map((item) => [`examinations.${item}`, 1]),
        ),
        treatmentReferral: 1,
        diagnoses: 1,
      },
      MedicalEvidence: { '': 10, subject: 5, tests: 4, vaccinations: 4, recoveries: 4 },
      RecruitmentCase: { '': 12, subject: 9 },
      Clearance: { '': 6 },
    });
  });
});
