import { checkDocumentNumber } from './document-number.ts';

describe('a document number', () => {
  test('is kept in capitals', () =>
    expect(checkDocumentNumber('an1234567')).toStrictEqual({
      ok: true,
      number: 'AN1234567',
      warnings: [],
    }));

  test('typed with Cyrillic look-alikes is mapped to Latin, with a warning', () =>
    expect(checkDocumentNumber('мр1234567')).toStrictEqual({
      ok: true,
      number: 'MP1234567',
      warnings: ['DOCUMENT_LOOK_ALIKES_MAPPED'],
    }));

  test.each(['N123', 'N123456789012', 'AN 123456', 'Ж1234567', 'AN123456\n', ''])(
    'is 5 to 12 Latin letters and digits, not %j',
    (text) =>
      expect(checkDocumentNumber(text)).toStrictEqual({
        ok: false,
        error: 'DOCUMENT_NUMBER_STRUCTURE',
      }),
  );
});
