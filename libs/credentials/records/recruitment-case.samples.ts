import type { RecruitmentCaseClaims } from './recruitment-case.ts';

/** A worker who is sent by an agency. */
export const sampleCase: RecruitmentCaseClaims = {
  number: 'TJ-2026/000017',
  subject: {
    familyName: 'Намунаев',
    givenName: 'Озмун',
    familyNameLatin: 'NAMUNAEV',
    givenNameLatin: 'OZMUN',
    birthDate: '1999-12-31',
    sex: 'M',
    citizenship: 'TJ',
    documents: [
      {
        kind: 'PASSPORT',
        country: 'TJ',
        number: '400000001',
        issuedOn: '2023-03-01',
        expiresOn: '2033-02-28',
      },
    ],
  },
  originRegion: 'TJ-SU',
  destination: 'RU',
  occupations: ['7112', '9313'],
  languages: ['tg', 'ru'],
  registeredOn: '2026-11-24',
  consent: {
    id: 'CONSENT-17',
    purposes: ['ORGANISED_RECRUITMENT', 'ADMISSION_TO_WORK', 'OWN_STATUS'],
    givenOn: '2026-11-23',
    language: 'tg',
    witness: 'OFFICER-3',
  },
  consentToken: 'CONSENTTOKENABCDEFGHIJK234',
  agency: { id: 'TJ.AGENCY1', licence: 'TJ-7' },
};
