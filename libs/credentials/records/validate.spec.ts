import type { JsonObject } from '#kernel';
import { generateKey } from '#signing';
import { sampleCertificate, sampleIssue } from '#testing';
import { issueCredential, issueRecord } from '../issue.ts';
import { openSealed, withDisclosures } from '../sealed.ts';
import { parseCredential } from '../credential.ts';
import { present } from '../sd-jwt/present.ts';
import { resolve } from '../sd-jwt/resolve.ts';
import { refusalOf } from './changed.samples.ts';
import { MEDICAL_CERTIFICATE } from './medical-certificate.ts';
import { isLevel, type CredentialType, type Row } from './record-type.ts';
import { validatePresentation, validateRecord, type SealedItem } from './validate.ts';

const key = generateKey('KG.MOH', 'record');
const recipient = generateKey('RU.MOH', 'encryption');
const HIV = ['examinations', 'HIV', 'finding'];
const sealFor = (path: readonly string[]) => ({ path, to: 'RU.MOH', ...recipient });
const { record, sealed } = await sampleIssue({
  key,
  seal: [sealFor(HIV), sealFor(['examinations', 'DRUGS', 'finding'])],
});
const pushed = resolve(parseCredential(record));
const [hiv, drugs] = sealed as [SealedItem, SealedItem];

const clear = {
  iss: 'KG.MOH',
  vct: MEDICAL_CERTIFICATE.vct,
  iat: Math.floor(Date.now() / 1000),
  id: '00000000-0000-4000-8000-000000000000',
};

/** A record as an issuer with another table would make it. */
function issuedBy(change: (row: Row) => Row | readonly Row[], claims: JsonObject = {}) {
  const rows = MEDICAL_CERTIFICATE.rows.flatMap(change);
  const type: CredentialType = { ...MEDICAL_CERTIFICATE, rows, rules: () => [] };
  const { text } = issueCredential(type, clear, { ...sampleCertificate(), ...claims }, key);
  return resolve(parseCredential(text));
}
const at = (row: Row, path: string) => row.path.join('.') === path;
const hubSays = (resolved: typeof pushed, items: readonly SealedItem[] = []) =>
  refusalOf(() => validateRecord(MEDICAL_CERTIFICATE, resolved, items));

describe('a pushed record', () => {
  test('is accepted with its sealed items, without a warning', () => {
    expect(validateRecord(MEDICAL_CERTIFICATE, pushed, sealed)).toEqual([]);
    expect(validateRecord(MEDICAL_CERTIFICATE, pushed)).toEqual([]);
  });

  test('tells the hub nothing of HIV, drugs and mental health', () => {
    const { examinations } = pushed.claims as { examinations: Record<string, object> };
    const unseen = Object.keys(examinations).filter((item) => !('finding' in examinations[item]!));
    expect(unseen.sort()).toEqual(['DRUGS', 'HIV', 'MENTAL']);
  });

  test.each(['HIV', 'DRUGS', 'MENTAL'])('with %s in the open is refused', (item) => {
    const path = `examinations.${item}.finding`;
    const open = issuedBy((row) => (at(row, path) ? { ...row, sensitivity: 'S4' } : row));
    expect(hubSays(open)).toBe(`WIRE_S5_IN_THE_OPEN /examinations/${item}/finding`);
  });

  test.each<[string, JsonObject]>([
    ['diagnoses.codes', { diagnoses: { codes: ['B20'] } }],
    ['treatmentReferral.referral', { treatmentReferral: { referral: { referred: false } } }],
  ])('with %s in the open is refused', (path, claims) => {
    const open = issuedBy((row) => (at(row, path) ? { ...row, sensitivity: 'S4' } : row), claims);
    expect(hubSays(open)).toBe(`WIRE_S5_IN_THE_OPEN /${path.replace('.', '/')}`);
  });

  test.each(['', 'subject', 'assessments', 'examinations.TB', 'diagnoses'])(
    'with one digest more at "%s" is refused',
    (path) => {
      const more = issuedBy((row) =>
        at(row, path) && isLevel(row) ? { ...row, digests: row.digests + 1 } : row,
      );
      const pointer = path === '' ? '' : `/${path.replace('.', '/')}`;
      expect(hubSays(more)).toBe(`WIRE_DIGEST_COUNT ${pointer}`);
    },
  );

  test('with digests where none belong is refused', () => {
    const stray = { path: ['number'], digests: ['A'.repeat(43)], plain: 0, parent: undefined };
    expect(hubSays({ ...pushed, levels: [...pushed.levels, stray] })).toBe(
      'WIRE_DIGEST_COUNT /number',
    );
  });

  test('with a claim in the clear beside digests is refused', () => {
    const levels = pushed.levels.map((level) =>
      level.path[0] === 'subject' ? { ...level, plain: 1 } : level,
    );
    expect(hubSays({ ...pushed, levels })).toBe('WIRE_DIGEST_COUNT /subject');
  });

  test('without one of the items is refused', () => {
    const fewer = issuedBy((row) => (row.path[1] === 'MALARIA' ? [] : row), {
      examinations: Object.fromEntries(
        Object.entries(sampleCertificate().examinations).filter(([item]) => item !== 'MALARIA'),
      ),
    });
    expect(hubSays(fewer)).toBe('WIRE_DIGEST_COUNT /examinations/MALARIA');
  });

  test('without a claim it must have is refused', () => {
    const shown = present(parseCredential(record), pushed, (path) => path[0] !== 'validUntil');
    expect(hubSays(resolve(parseCredential(shown)))).toBe('WIRE_SCHEMA_MISMATCH /validUntil');
  });

  test.each<[string, readonly SealedItem[], string]>([
    ['for a claim that is open', [{ ...hiv, path: ['examinations', 'TB', 'finding'] }], '0/path'],
    ['for a claim that is not there', [{ ...hiv, path: ['examinations', 'HIV'] }], '0/path'],
    ['with the digest of another place', [hiv, { ...drugs, digest: hiv.digest }], '1/digest'],
    ['with a digest of nowhere', [{ ...hiv, digest: 'A'.repeat(43) }], '0/digest'],
    ['twice for one authority', [hiv, drugs, hiv], '2/to'],
  ])('with a sealed item %s is refused', (_, items, place) => {
    expect(hubSays(pushed, items)).toBe(`RULE_SEALED_MISMATCH /sealed/${place}`);
  });

  test('may have one item sealed to two authorities', () => {
    expect(hubSays(pushed, [hiv, { ...hiv, to: 'KZ.MOH' }])).toBe('accepted');
  });
});

describe('a presentation', () => {
  const parsed = parseCredential(record);
  const shown = (...names: string[]) =>
    present(parsed, pushed, (path) => path.some((part) => names.includes(String(part))), []);
  const recipientSays = (text: string) =>
    refusalOf(() => validatePresentation(MEDICAL_CERTIFICATE, resolve(parseCredential(text))));

  test('of a part is accepted', () => {
    for (const name of ['nothing', 'number', 'familyName', 'assessments', 'TB'])
      expect(recipientSays(shown(name))).toBe('accepted');
    expect(recipientSays(record)).toBe('accepted');
  });

  test('with opened items is judged by what they hold', async () => {
    const early = {
      result: 'NOT_DETECTED',
      methodCode: 'ELISA',
      performedOn: '2020-01-01',
    } as const;
    const claims = sampleCertificate();
    const examinations = { ...claims.examinations, HIV: { finding: early } };
    const type = { ...MEDICAL_CERTIFICATE, rules: () => [] };
    const lax = await issueRecord(
      type,
      { ...claims, examinations },
      { issuer: 'KG.MOH', id: clear.id, iat: clear.iat, key, seal: [sealFor(HIV)] },
    );
    expect(recipientSays(lax.record)).toBe('accepted');
    const opened = await openSealed(lax.sealed, recipient);
    expect(recipientSays(withDisclosures(lax.record, opened))).toBe(
      'RULE_RECORD_DATES /examinations/HIV/finding/performedOn',
    );
  });

  test('is held to the table like the whole', () => {
    const more = issuedBy((row) =>
      at(row, 'subject') && isLevel(row) ? { ...row, digests: 10 } : row,
    );
    expect(refusalOf(() => validatePresentation(MEDICAL_CERTIFICATE, more))).toBe(
      'WIRE_DIGEST_COUNT /subject',
    );
  });
});
