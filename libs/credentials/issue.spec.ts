import { generateKey } from '#signing';
import { codeOfAsync, sampleCertificate, sampleIssue } from '#testing';
import { parseCredential } from './credential.ts';
import { issueRecord } from './issue.ts';
import { MEDICAL_CERTIFICATE } from './records/medical-certificate.ts';
import { resolve } from './sd-jwt/resolve.ts';

const key = generateKey('KG.MOH', 'record');
const issuance = {
  issuer: 'KG.MOH',
  id: '00000000-0000-4000-8000-000000000000',
  iat: Math.floor(Date.now() / 1000),
  key,
};
const issued = async (n: number) =>
  resolve(parseCredential((await sampleIssue({ key, n })).record));

describe('issuing', () => {
  test('keeps every claim, under the id and the instant given', async () => {
    const claims = sampleCertificate();
    const { record } = await issueRecord(MEDICAL_CERTIFICATE, claims, issuance);
    const { iss, id, iat, examinations, assessments, ...rest } = resolve(
      parseCredential(record),
    ).claims;
    expect({ iss, id, iat }).toEqual({ iss: 'KG.MOH', id: issuance.id, iat: issuance.iat });
    expect(rest).toMatchObject({
      number: claims.number,
      subject: claims.subject,
      consent: claims.consent,
      treatmentReferral: {},
      diagnoses: {},
    });
    expect(examinations).toMatchObject({ TB: claims.examinations.TB, HIV: {} });
    expect(new Set(assessments as never)).toEqual(new Set(claims.assessments));
  });

  test('signs nothing that the hub would refuse', async () => {
    const wrong = { ...sampleCertificate(), documentType: 'LETTER' };
    expect(await codeOfAsync(() => issueRecord(MEDICAL_CERTIFICATE, wrong, issuance))).toBe(
      'WIRE_SCHEMA_MISMATCH',
    );
    const late = { ...sampleCertificate(), issuedOn: '2099-01-01' };
    expect(await codeOfAsync(() => issueRecord(MEDICAL_CERTIFICATE, late, issuance))).toBe(
      'RULE_RECORD_DATES',
    );
  });

  test('draws new salts and decoys for every record', async () => {
    const levels = [...(await issued(1)).levels, ...(await issued(1)).levels];
    const digests = levels.flatMap((level) => level.digests);
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('puts digests in an order that says nothing', async () => {
    const { levels } = await issued(1);
    for (const { digests } of levels) expect(digests).toEqual(digests.toSorted());
  });

  test('puts an absent claim and a present one behind as many digests', async () => {
    const counts = async (claims: Parameters<typeof sampleCertificate>[0]) => {
      const { record } = await issueRecord(
        MEDICAL_CERTIFICATE,
        sampleCertificate(claims),
        issuance,
      );
      return resolve(parseCredential(record))
        .levels.map(({ path, digests }) => `${path.join('.')} ${digests.length}`)
        .sort();
    };
    const few = await counts({ outcomes: { 'KG/LABOUR/1': 'FIT' } });
    const many = await counts({
      claims: {
        restrictions: ['NO_NIGHT_WORK'],
        supersedes: { id: issuance.id, digest: 'A'.repeat(43) },
        treatmentReferral: { referral: { referred: false } },
      },
    });
    expect(few).toEqual(many);
  });
});
