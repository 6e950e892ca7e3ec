import { plusDays, type MedicalCertificateClaims } from '#credentials';

/** The `n`-th of people who do not exist. */
export const subjectOf = (n: number): MedicalCertificateClaims['subject'] => ({
  familyName: 'Образцов',
  givenName: 'Пример',
  familyNameLatin: 'OBRAZTSOV',
  givenNameLatin: 'PRIMER',
  birthDate: plusDays('1970-01-01', (n * 37) % 12_000),
  sex: 'U',
  citizenship: 'KG',
  documents: [{ kind: 'PASSPORT', country: 'KG', number: `PE${String(n).padStart(7, '0')}` }],
});
