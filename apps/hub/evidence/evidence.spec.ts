import { randomUUID } from 'node:crypto';
import { medicalCertificateContract } from '#contracts';
import { issueRecord, MEDICAL_EVIDENCE, type MedicalEvidenceClaims } from '#credentials';
import { numericDate } from '#kernel';
import { TestHub } from '../hub.samples.ts';

const document: MedicalEvidenceClaims = {
  number: { number: 'URN:UVCI:01:AT:SAMPLE#1' },
  original: { mediaType: 'text/x.hc1', bytes: Buffer.from('HC1:SAMPLE').toString('base64url') },
  verifiedIssuer: {
    scheme: 'EU_DCC',
    country: 'AT',
    name: 'Sample Ministry of Health',
    algorithm: 'ES256',
    certificate: 'A'.repeat(43),
    certificateValidFrom: '2021-01-01T00:00:00Z',
    certificateValidUntil: '2023-01-01T00:00:00Z',
    certificateExpired: true,
  },
  documentIssuedAt: '2021-06-01T08:00:00Z',
  subject: { familyName: 'Musterfrau-Gößinger', birthDate: '1998-02' },
  recoveries: [
    {
      disease: '840539006',
      country: 'AT',
      issuer: 'Sample Ministry of Health',
      certificateId: 'URN:UVCI:01:AT:SAMPLE#1',
      firstPositiveOn: '2021-02-20',
      validFrom: '2021-04-04',
      validUntil: '2021-10-04',
    },
  ],
  assessedBy: 'none',
};

describe('evidence', () => {
  let hub: TestHub;
  beforeAll(async () => {
    const terms = medicalCertificateContract({
      id: 'kg-ru',
      parties: ['KG', 'RU'].map((state) => ({ state, health: `${state}.MOH` })),
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: '2099-01-01T00:00:00.000Z',
      includeEvidence: true,
    });
    hub = await TestHub.start({ contracts: [terms] });
  });
  afterAll(() => hub.close());

  const record = async () => {
    const key = hub.key('KG.MOH record');
    const issuance = { issuer: 'KG.MOH', id: randomUUID(), iat: numericDate(hub.now()), key };
    return (await issueRecord(MEDICAL_EVIDENCE, document, issuance)).record;
  };
  const push = (body: object) => hub.ask('/v1/medical-evidence', { body, by: 'KG.MOH' });

  test('that comes again is answered with the same bytes', async () => {
    const body = { record: await record() };
    const [first, again] = [await push(body), await push(body)];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.text).toBe(first.text);
  });

  test('of one document, brought twice, is two records and nothing to review', async () => {
    const answers = [
      await push({ record: await record() }),
      await push({ record: await record() }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const types = (await hub.events()).map(({ type }) => type);
    expect(types).not.toContain('ReviewOpened');
  });
});
