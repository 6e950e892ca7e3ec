import { IsOptional, validateSync, type ValidationError } from 'class-validator';
import { warningsOf } from './judged-by.ts';
import {
  FitsIn,
  IsCivilDate,
  IsCountryCode,
  IsDocumentNumber,
  IsMachineReadableZone,
  IsNationalIdentifier,
} from './validators.ts';

const ZONE = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
].join('\n');

class Worker {
  @IsCivilDate() birthDate: unknown = '1999-01-01';
  @IsCountryCode() citizenship: unknown = 'KZ';
  @IsNationalIdentifier('KZ_IIN', { birthDate: 'birthDate' }) iin: unknown = '990101300003';
  @IsOptional() @IsNationalIdentifier('UZ_PINFL') pinfl?: unknown;
  @IsOptional() @IsNationalIdentifier('BY_PERSONAL_NUMBER') personalNumber?: unknown;
  @IsDocumentNumber({ each: true }) passports: unknown = ['N12345678'];
  @IsMachineReadableZone() zone: unknown = ZONE;
  @FitsIn(3) note: unknown = 'abc';
}

const worker = (change: Partial<Worker> = {}) => Object.assign(new Worker(), change);
const messages = (errors: readonly ValidationError[]) =>
  errors.flatMap(({ constraints = {} }) => Object.values(constraints));
const refusals = (change: Partial<Worker>) => messages(validateSync(worker(change)));

describe('a worker in a DTO', () => {
  test('that is right passes without a word', () => {
    expect(refusals({})).toStrictEqual([]);
    expect(warningsOf(worker())).toStrictEqual([]);
  });

  test.each<[Partial<Worker>, string]>([
    [{ birthDate: '1999-02-29' }, 'birthDate must be a day, written YYYY-MM-DD'],
    [{ birthDate: 19990101 }, 'birthDate must be a day, written YYYY-MM-DD'],
    [{ citizenship: 'XX' }, 'citizenship must be a country code of ISO 3166-1, two capitals'],
    [
      { iin: '990101300001' },
      'iin must be a national identifier KZ_IIN: 12 digits: YYMMDD, century and sex, 4 serial, check (ID_CHECKSUM)',
    ],
    [
      { personalNumber: '3010190А000PB6' },
      'personalNumber must be a national identifier BY_PERSONAL_NUMBER: 14 signs, Latin letters: century and sex, DDMMYY, region, 3 digits, PB, BA or BI, check (ID_LOOK_ALIKE at 8)',
    ],
    [
      { passports: ['N12345678', 'N1'] },
      'each value in passports must be a document number: 5 to 12 Latin letters and digits (DOCUMENT_NUMBER_STRUCTURE)',
    ],
    [
      { zone: ZONE.replace('7408122', '7408123') },
      'zone must be a machine-readable zone: 2 lines of 44 signs or 3 of 30 (MRZ_CHECK_DIGIT in birthDate)',
    ],
    [{ note: 'abcd' }, 'note must be shorter than or equal to 3 characters'],
    [{ note: 3 }, 'note must be shorter than or equal to 3 characters'],
    [
      { note: '\u{1F600}\u{1F600}' }, // Four UTF-16 units.
      'note must be shorter than or equal to 3 characters',
    ],
  ])('is refused for one field, which the message names without its value: %j', (change, message) =>
    expect(refusals(change)).toStrictEqual([message]),
  );

  test('passes with warnings where a rule is assumed, a hint differs or letters were mapped', () => {
    const doubtful = worker({
      birthDate: '1998-01-01',
      pinfl: '30101900000005',
      passports: ['мр1234567'],
    });
    expect(validateSync(doubtful)).toStrictEqual([]);
    expect(warningsOf(doubtful)).toStrictEqual([
      { property: 'iin', code: 'ID_HINT_MISMATCH' },
      { property: 'pinfl', code: 'ID_CHECKSUM_ASSUMED' },
      { property: 'passports', code: 'DOCUMENT_LOOK_ALIKES_MAPPED' },
    ]);
  });

  test('whose birth date is no text gives no hint', () =>
    expect(warningsOf(worker({ birthDate: undefined }))).toStrictEqual([]));
});
