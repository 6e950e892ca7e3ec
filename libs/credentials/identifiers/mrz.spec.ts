import { parseMrz } from './mrz.ts';

const names = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const specimen = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';
const kyrgyz = 'AC00000017KGZ9001011F30010191010119900000026';
const tajik = '4000000019TJK8503312M2903312<<<<<<<<<<<<<<<0';
const card = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
const read = (...lines: string[]) => parseMrz(lines.join('\n'));
const structure = (field: string) => ({ ok: false, error: 'MRZ_STRUCTURE', field });
const checkDigit = (field: string) => ({ ok: false, error: 'MRZ_CHECK_DIGIT', field });
const change = (line: string, place: number, sign: string) =>
  line.slice(0, place) + sign + line.slice(place + 1);

describe('a machine-readable zone', () => {
  test('of a passport is read (ICAO Doc 9303-4, specimen)', () =>
    expect(read(names, specimen)).toStrictEqual({
      ok: true,
      zone: {
        format: 'TD3',
        documentCode: 'P',
        issuer: 'UTO',
        number: 'L898902C3',
        nationality: 'UTO',
        birthDate: '740812',
        sex: 'F',
        expiresOn: '120415',
        familyName: 'ERIKSSON',
        givenNames: 'ANNA MARIA',
        optional: 'ZE184226B',
      },
    }));

  test('of a card is read (ICAO Doc 9303-5, specimen)', () =>
    expect(parseMrz(card.join('\r\n'))).toStrictEqual({
      ok: true,
      zone: {
        format: 'TD1',
        documentCode: 'I',
        issuer: 'UTO',
        number: 'D23145890',
        nationality: 'UTO',
        birthDate: '740812',
        sex: 'F',
        expiresOn: '120415',
        familyName: 'ERIKSSON',
        givenNames: 'ANNA MARIA',
        optional: '',
      },
    }));

  test('holds a personal number in its optional data', () =>
    expect(read(names, kyrgyz)).toMatchObject({ zone: { optional: '10101199000000' } }));

  test('without optional data may leave its check digit out', () =>
    expect(read(names, tajik)).toMatchObject({ ok: true, zone: { optional: '', sex: 'M' } }));

  test('with optional data may not leave its check digit out', () =>
    expect(read(names, change(specimen, 42, '<'))).toStrictEqual(checkDigit('optional')));

  test('of a card has optional data in two places, under the last digit', () => {
    const first = change(change(card[0]!, 15, 'A'), 16, '1');
    const second = '7408122F1204159UTO<<<<<<<<<57';
    const digits = [...'0123456789'].map((digit) => read(first, second + digit, card[2]!));
    expect(digits.filter(({ ok }) => ok)).toMatchObject([{ zone: { optional: 'A1 57' } }]);
    expect(digits.findIndex(({ ok }) => ok)).toBe(3);
  });

  test('of a card whose number goes on in the optional data is read whole', () => {
    const long = ['I<UTOD23145890<7349<<<<<<<<<<<', '3407127M9507122UTO<<<<<<<<<<<2', card[2]!];
    expect(read(...long)).toMatchObject({
      ok: true,
      zone: { number: 'D23145890734', optional: '' },
    });
    expect(read(change(long[0]!, 18, '8'), ...long.slice(1))).toStrictEqual(checkDigit('number'));
  });

  test('may leave parts of the birth date and the sex open', () =>
    expect(read(names, 'L898902C36UTO74<<<<1<1204159ZE184226B<<<<<18')).toMatchObject({
      zone: { birthDate: '74<<<<', sex: 'X' },
    }));

  test.each([
    ['number', 9],
    ['birthDate', 19],
    ['expiresOn', 27],
    ['optional', 42],
    ['composite', 43],
  ])('with a wrong check digit is refused, naming the field: %s', (field, place) => {
    const wrong = (Number(specimen[place]) + 1) % 10;
    expect(read(names, change(specimen, place, String(wrong)))).toStrictEqual(checkDigit(field));
  });

  test.each([specimen, kyrgyz, tajik])(
    'is refused with birth check 3, another last digit or a sign dropped: %s',
    (line) => {
      expect(read(names, change(line, 19, '3'))).toStrictEqual(checkDigit('birthDate'));
      const last = String((Number(line[43]) + 1) % 10);
      expect(read(names, change(line, 43, last))).toStrictEqual(checkDigit('composite'));
      expect(read(names, line.slice(0, 20) + line.slice(21))).toStrictEqual(structure('lines'));
    },
  );

  test.each([
    ['names', change(names, 5, '1'), specimen],
    ['names', change(names, 5, '<'), specimen],
    ['issuer', change(names, 2, '4'), specimen],
    ['nationality', names, change(specimen, 10, '<')],
    ['sex', names, change(specimen, 20, 'K')],
    ['birthDate', names, change(specimen, 15, '3')],
    ['expiresOn', names, change(specimen, 21, '<')],
    ['lines', names.toLowerCase(), specimen],
  ])('that is not built like one is refused, naming the field: %s', (field, first, second) =>
    expect(read(first, second)).toStrictEqual(structure(field)),
  );

  test.each([
    '',
    specimen,
    [names, specimen, names].join('\n'),
    [...card, ''].join('\n') + card[0],
  ])('has two lines of 44 signs or three of 30', (text) =>
    expect(parseMrz(text)).toStrictEqual(structure('lines')),
  );

  test('of a Russian internal passport is refused, not guessed at', () =>
    expect(read('PNRUSTESTOV<<PRIMER<PRIMEROVI3'.padEnd(44, '<'), specimen)).toStrictEqual({
      ok: false,
      error: 'MRZ_PRIVATE_ENCODING',
      field: 'documentCode',
    }));
});
