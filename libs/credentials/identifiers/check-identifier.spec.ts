import fc from 'fast-check';
import { processorTime, QUADRATIC } from '#testing';
import { checkIdentifier, personalIdentifiersOf } from './check-identifier.ts';
import { IDENTIFIER_RULES, type IdentifierKind } from './identifier-rules.ts';

const accepted = (number: string, ...warnings: string[]) => ({ ok: true, number, warnings });
const refused = (error: string) => ({ ok: false, error });

describe('a national identifier', () => {
  test.each<[IdentifierKind, string, string?]>([
    ['KZ_IIN', '990101300003'],
    ['KZ_IIN', '000229600004'],
    ['KZ_IIN', '850715400004'], // the first remainder is 10
    ['KG_PIN', '22902199600010'],
    ['KG_PIN', '01122010100054'], // the first remainder is 10
    ['KG_PIN', '01122010101700'], // both are
    ['RU_SNILS', '112-233-445 95', '11223344595'],
    ['RU_SNILS', '11223344595'],
    ['RU_SNILS', '087-654-303 00', '08765430300'],
    ['RU_SNILS', '123-000-999 00', '12300099900'], // the remainder is 100
    ['RU_INN', '7700000009'],
    ['RU_INN', '7700000070'], // the remainder is 10
    ['RU_INN', '770000000082'],
    ['BY_PERSONAL_NUMBER', '3010190A000PB6'],
    ['BY_PERSONAL_NUMBER', '4290296M001PB1'],
    ['BY_PERSONAL_NUMBER', '4290296m001pb1', '4290296M001PB1'],
    ['BY_UNP', '190000020'],
    ['BY_UNP', '690000035'],
    ['MD_IDNP', '2000000000004'],
    ['MD_IDNP', '2001000000126'],
    ['UA_RNOKPP', '3296400014'],
    ['UA_RNOKPP', '0000000017'],
    ['UA_RNOKPP', '3296400050'], // the remainder is 10
    ['UZ_PINFL', '30101900000004'],
    ['UZ_PINFL', '42902960000017'],
  ])('that is right is accepted: %s %s', (kind, text, canonical = text) =>
    expect(checkIdentifier(kind, text)).toStrictEqual(accepted(canonical)),
  );

  test.each<[IdentifierKind, string]>([
    ['KZ_IIN', '990101300001'],
    ['RU_SNILS', '112-233-445 96'],
    ['RU_INN', '123456789037'],
    ['RU_INN', '1234567895'],
    ['BY_PERSONAL_NUMBER', '3010190A000PB7'],
    ['BY_UNP', '100000010'],
  ])('with a check digit that an official rule forbids is refused: %s %s', (kind, text) =>
    expect(checkIdentifier(kind, text)).toStrictEqual(refused('ID_CHECKSUM')),
  );

  test.each<[IdentifierKind, string]>([
    ['KZ_IIN', '99010130000X'],
    ['KZ_BIN', '991340000003'],
    ['KZ_BIN', '990130000003'],
    ['KG_PIN', '23002199600010'],
    ['KG_PIN', '30101199900007'],
    ['RU_SNILS', '112-233-445'],
    ['RU_INN', '77000000091'],
    ['BY_PERSONAL_NUMBER', '3010190A000PX1'],
    ['BY_PERSONAL_NUMBER', '3310290A000PB1'],
    ['BY_UNP', '80000001'],
    ['TJ_RMA', '02002578'],
    ['TJ_RMA', '0200257890'],
    ['AM_PSN', '2506906661'],
    ['AM_PSN', '5006900018'],
    ['AM_PSN', '2506900008'],
    ['AM_PSN', '4106900010'],
    ['AM_PSN', '4180900010'],
    ['MD_IDNP', '20000000000'],
    ['UA_RNOKPP', '329640001'],
    ['UZ_PINFL', '90101900000001'],
  ])('that is not built like one is refused: %s %s', (kind, text) =>
    expect(checkIdentifier(kind, text)).toStrictEqual(refused('ID_STRUCTURE')),
  );

  test.each<[IdentifierKind, string]>([
    ['KG_PIN', '10101199900008'],
    // domain.md §4 lists this one as valid, but by its own rule the digit would be 0.
    ['KG_PIN', '10101199900007'],
    ['MD_IDNP', '2000000000005'],
    ['UA_RNOKPP', '3296400015'],
    ['UZ_PINFL', '30101900000005'],
  ])('whose check digit breaks a rule that is only assumed gets a warning: %s %s', (kind, text) =>
    expect(checkIdentifier(kind, text)).toStrictEqual(accepted(text, 'ID_CHECKSUM_ASSUMED')),
  );

  test.each<[IdentifierKind, string]>([
    ['TJ_RMA', '020025789'],
    ['TJ_RMA', '010098739'],
    ['AM_PSN', '2506900018'],
    ['AM_PSN', '7532850028'],
  ])('without a published check digit is accepted for its form: %s %s', (kind, text) =>
    expect(checkIdentifier(kind, text)).toStrictEqual(accepted(text, 'ID_CHECKSUM_UNPUBLISHED')),
  );

  test('with a Cyrillic look-alike is refused, naming the sign', () => {
    const withCyrillicA = '3010190А000PB6';
    expect(checkIdentifier('BY_PERSONAL_NUMBER', withCyrillicA)).toStrictEqual({
      ok: false,
      error: 'ID_LOOK_ALIKE',
      position: 8,
    });
    expect(checkIdentifier('BY_PERSONAL_NUMBER', '4290296m001рb1')).toStrictEqual({
      ok: false,
      error: 'ID_LOOK_ALIKE',
      position: 12,
    });
  });

  test.each<[IdentifierKind, string, string, string]>([
    ['KZ_IIN', '990101300003', '1999-01-01', '1998-01-01'],
    ['KG_PIN', '22902199600010', '1996-02-29', '1996-02-28'],
    ['BY_PERSONAL_NUMBER', '3010190A000PB6', '1990-01-01', '1890-01-01'],
    ['UA_RNOKPP', '3296400014', '1990-04-02', '1990-04-01'],
    ['UZ_PINFL', '42902960000017', '1996-02-29', '1996-03-29'],
  ])('is compared with the birth date, as a hint only: %s', (kind, text, birthDate, other) => {
    expect(checkIdentifier(kind, text, { birthDate })).toStrictEqual(accepted(text));
    expect(checkIdentifier(kind, text, { birthDate: birthDate.slice(0, 4) })).toStrictEqual(
      accepted(text),
    );
    expect(checkIdentifier(kind, text, { birthDate: other })).toStrictEqual(
      accepted(text, 'ID_HINT_MISMATCH'),
    );
  });

  test.each([
    ['7532850028', '2085-12-25'],
    ['5206900010', '1990-06-02'],
    ['4181900010', '1890-01-31'],
  ])('of an Armenian hides sex in the day and century in the month: %s', (number, birthDate) =>
    expect(checkIdentifier('AM_PSN', number, { birthDate })).toStrictEqual(
      accepted(number, 'ID_CHECKSUM_UNPUBLISHED'),
    ),
  );

  test('whose digits are no date gives no hint', () =>
    expect(checkIdentifier('KZ_IIN', '990101000004', { birthDate: '1999-01-01' })).toStrictEqual(
      accepted('990101000004'),
    ));

  test('of a company has no birth date', () =>
    expect(checkIdentifier('KG_PIN', '00101201010018', { birthDate: '2010-01-01' })).toStrictEqual(
      accepted('00101201010018'),
    ));

  test('a SNILS up to 001-001-998 has no check digits', () => {
    expect(checkIdentifier('RU_SNILS', '001-001-998 77')).toStrictEqual(accepted('00100199877'));
    expect(checkIdentifier('RU_SNILS', '001-001-999 77')).toStrictEqual(refused('ID_CHECKSUM'));
  });

  test('a Kazakh number whose remainder is 10 twice is never issued', () => {
    const stem = '00000752305';
    for (const digit of '0123456789')
      expect(checkIdentifier('KZ_IIN', stem + digit)).toStrictEqual(refused('ID_CHECKSUM'));
  });

  test('an official check digit finds every single wrong digit of the weights 7-3-1', () => {
    const number = '3010190A000PB6';
    for (const place of [8, 9, 10, 13])
      for (const digit of '0123456789') {
        const changed = number.slice(0, place) + digit + number.slice(place + 1);
        expect(checkIdentifier('BY_PERSONAL_NUMBER', changed).ok).toBe(changed === number);
      }
  });

  test('of any text is judged without an exception and in linear time', async () => {
    const kinds = fc.constantFrom(...(Object.keys(IDENTIFIER_RULES) as IdentifierKind[]));
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^\d{9,14}$/));
    fc.assert(
      fc.property(
        kinds,
        texts,
        (kind, text) => typeof checkIdentifier(kind, text).ok === 'boolean',
      ),
    );
    for (const kind of Object.keys(IDENTIFIER_RULES) as IdentifierKind[]) {
      const judge = () => expect(checkIdentifier(kind, '1'.repeat(100_000)).ok).toBe(false);
      expect(await processorTime(judge)).toBeLessThan(QUADRATIC);
    }
  });

  test('a person of a country can carry several kinds, of another none', () => {
    expect(personalIdentifiersOf('RU')).toStrictEqual(['RU_SNILS', 'RU_INN']);
    expect(personalIdentifiersOf('BY')).toStrictEqual(['BY_PERSONAL_NUMBER']);
    expect(personalIdentifiersOf('DE')).toStrictEqual([]);
  });

  test('a rule without a published check digit says so, and only such a rule', () => {
    for (const rule of Object.values(IDENTIFIER_RULES))
      expect(rule.status === 'unpublished').toBe(!('checks' in rule));
  });
});
