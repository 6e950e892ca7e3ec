import type { MedicalEvidenceClaims } from './medical-evidence.ts';

const entry = {
  disease: '840539006',
  country: 'AT',
  issuer: 'Sample Ministry of Health',
  certificateId: 'URN:UVCI:01:AT:SAMPLE#1',
};

/** Evidence with one test, one vaccination and one recovery. */
export const sampleEvidence: MedicalEvidenceClaims = {
  number: { number: entry.certificateId },
  original: {
    mediaType: 'application/x-hcert',
    bytes: Buffer.from('HC1:SAMPLE').toString('base64url'),
  },
  verifiedIssuer: {
    scheme: 'EU_DCC',
    country: 'AT',
    name: entry.issuer,
    algorithm: 'ES256',
    certificate: 'A'.repeat(43),
    certificateValidFrom: '2021-01-01T00:00:00Z',
    certificateValidUntil: '2023-01-01T00:00:00Z',
    certificateExpired: true,
  },
  documentIssuedAt: '2021-06-01T08:00:00Z',
  subject: {
    familyName: 'Musterfrau-Gößinger',
    givenName: 'Beispiel',
    familyNameLatin: 'MUSTERFRAU GOESSINGER',
    givenNameLatin: 'BEISPIEL',
    birthDate: '1998-02',
  },
  tests: [
    {
      ...entry,
      testType: 'LP6464-4',
      sampledAt: '2021-06-01T06:54:34.110+02:00',
      result: 'NOT_DETECTED',
      centre: 'Sample Test Centre',
    },
  ],
  vaccinations: [
    {
      ...entry,
      vaccine: '1119349007',
      product: 'EU/1/20/1528',
      manufacturer: 'ORG-100030215',
      dose: 1,
      doses: 2,
      vaccinatedOn: '2021-02-18',
    },
  ],
  recoveries: [
    { ...entry, firstPositiveOn: '2021-02-20', validFrom: '2021-04-04', validUntil: '2021-10-04' },
  ],
  assessedBy: 'none',
};
