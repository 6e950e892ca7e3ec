import { icaoCheckDigit } from './checksums.ts';
import { civilDate } from './civil-date.ts';

/** What a machine-readable zone says (ICAO Doc 9303-4 and -5), without fillers. Nothing in it is guessed. */
export type MachineReadableZone = {
  readonly format: 'TD1' | 'TD3';
  /** One or two letters: `P`, `ID`. */
  readonly documentCode: string;
  /** The issuing state as the zone writes it: `KGZ`, `D`. */
  readonly issuer: string;
  readonly number: string;
  readonly nationality: string;
  /** YYMMDD; the zone does not say which century. Unknown parts are `<<`. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F' | 'X';
  /** YYMMDD. */
  readonly expiresOn: string;
  readonly familyName: string;
  readonly givenNames: string;
  /** The issuer's own data; in many states a personal number. */
  readonly optional: string;
};

type Field = Exclude<keyof MachineReadableZone, 'format' | 'familyName' | 'givenNames'> | 'names';

export type MrzFlaw = {
  readonly ok: false;
  readonly error: 'MRZ_STRUCTURE' | 'MRZ_CHECK_DIGIT' | 'MRZ_PRIVATE_ENCODING';
  /** Which field is at fault; `lines` when not even the lines are there, `composite` for the last digit. */
  readonly field: Field | 'lines' | 'composite';
};

/** From and up to, counted over all lines written one after the other. */
type Range = readonly [from: number, to: number];

type Layout = {
  readonly format: 'TD1' | 'TD3';
  readonly lines: number;
  readonly width: number;
  readonly fields: Readonly<Record<Field, Range>>;
  /** Cards have room for the issuer's data in two places. */
  readonly moreOptional?: Range;
  /** Where the digit of a field stands. */
  readonly digits: Readonly<Partial<Record<Field, number>>>;
  readonly composite: { readonly over: readonly Range[]; readonly digit: number };
};

const TD3: Layout = {
  format: 'TD3',
  lines: 2,
  width: 44,
  fields: {
    documentCode: [0, 2],
    issuer: [2, 5],
    names: [5, 44],
    number: [44, 53],
    nationality: [54, 57],
    birthDate: [57, 63],
    sex: [64, 65],
    expiresOn: [65, 71],
    optional: [72, 86],
  },
  digits: { number: 53, birthDate: 63, expiresOn: 71, optional: 86 },
  composite: {
    over: [
      [44, 54],
      [57, 64],
      [65, 87],
    ],
    digit: 87,
  },
};

const TD1: Layout = {
  format: 'TD1',
  lines: 3,
  width: 30,
  fields: {
    documentCode: [0, 2],
    issuer: [2, 5],
    number: [5, 14],
    optional: [15, 30],
    birthDate: [30, 36],
    sex: [37, 38],
    expiresOn: [38, 44],
    nationality: [45, 48],
    names: [60, 90],
  },
  moreOptional: [48, 59],
  digits: { number: 14, birthDate: 36, expiresOn: 44 },
  composite: {
    over: [
      [5, 30],
      [30, 37],
      [38, 45],
      [48, 59],
    ],
    digit: 59,
  },
};

const STATE = /^[A-Z]{1,3}<{0,2}$/;
const SHAPES: Readonly<Record<Field, RegExp>> = {
  documentCode: /^[A-Z][A-Z<]$/,
  issuer: STATE,
  nationality: STATE,
  names: /^[A-Z]+(<{1,2}[A-Z]+)*<*$/,
  number: /^[A-Z0-9][A-Z0-9<]*$/,
  birthDate: /^(\d\d|<<){3}$/,
  sex: /^[MF<]$/,
  expiresOn: /^(\d\d|<<){3}$/,
  optional: /^[A-Z0-9<]*$/,
};

/**
 * Reads a zone of two lines of 44 signs (passports, TD3) or three of 30 (cards, TD1) and holds every
 * check digit against its field. The zone of the Russian internal passport (`PN`, `RUS`) writes Cyrillic in a
 * code of its own and is refused: read as ICAO text it would give another name.
 */
export function parseMrz(
  text: string,
): { readonly ok: true; readonly zone: MachineReadableZone } | MrzFlaw {
  const lines = text.trim().split(/\r?\n/);
  const layout = lines.length === TD1.lines ? TD1 : TD3;
  const isBuilt = lines.every((line) => line.length === layout.width && /^[A-Z0-9<]*$/.test(line));
  if (lines.length !== layout.lines || !isBuilt) return flaw('MRZ_STRUCTURE', 'lines');
  const all = lines.join('');
  if (all.startsWith('PNRUS')) return flaw('MRZ_PRIVATE_ENCODING', 'documentCode');
  return shapeFlaw(all, layout) ?? digitFlaw(all, layout) ?? { ok: true, zone: read(all, layout) };
}

const flaw = (error: MrzFlaw['error'], field: MrzFlaw['field']): MrzFlaw => ({
  ok: false,
  error,
  field,
});

function shapeFlaw(all: string, { fields }: Layout): MrzFlaw | undefined {
  for (const field of Object.keys(SHAPES) as Field[]) {
    const value = all.slice(...fields[field]);
    const isDate = field === 'birthDate' || field === 'expiresOn';
    if (!SHAPES[field].test(value) || (isDate && !isDay(value)))
      return flaw('MRZ_STRUCTURE', field);
  }
  return undefined;
}

/** A day with unknown parts is taken as it is; 29 February as long as any century has it. */
function isDay(yymmdd: string): boolean {
  const [year, month, day] = [0, 2, 4].map((from) => Number(yymmdd.slice(from, from + 2)));
  return yymmdd.includes('<') || civilDate(2000 + year!, month!, day!) !== null;
}

function digitFlaw(all: string, layout: Layout): MrzFlaw | undefined {
  for (const [field, place] of Object.entries(layout.digits) as [Field, number][]) {
    const { value, digit } =
      field === 'number'
        ? documentNumber(all, layout)
        : { value: all.slice(...layout.fields[field]), digit: all[place] };
    const isEmpty = field === 'optional' && digit === '<' && /^<*$/.test(value);
    if (!isEmpty && String(icaoCheckDigit(value)) !== digit) return flaw('MRZ_CHECK_DIGIT', field);
  }
  const { over, digit } = layout.composite;
  const covered = over.map((range) => all.slice(...range)).join('');
  return String(icaoCheckDigit(covered)) === all[digit]
    ? undefined
    : flaw('MRZ_CHECK_DIGIT', 'composite');
}

/** A card number of more than nine signs goes on in the optional data, its digit behind it (Doc 9303-5 §4.2.4). */
function documentNumber(all: string, { format, fields, digits }: Layout) {
  const value = all.slice(...fields.number);
  const digit = all[digits.number!];
  if (format === 'TD3' || digit !== '<') return { value, digit, rest: '' };
  const rest = all.slice(...fields.optional).split('<')[0]!;
  return { value: value + rest.slice(0, -1), digit: rest.at(-1), rest };
}

function read(all: string, layout: Layout): MachineReadableZone {
  const part = (field: Field): string => plain(all.slice(...layout.fields[field]));
  const { value, rest } = documentNumber(all, layout);
  const [familyName, givenNames] = all.slice(...layout.fields.names).split('<<');
  const optional = all.slice(...layout.fields.optional).slice(rest.length);
  const more = layout.moreOptional ? all.slice(...layout.moreOptional) : '';
  const sex = part('sex');
  return {
    format: layout.format,
    documentCode: part('documentCode'),
    issuer: part('issuer'),
    number: plain(value),
    nationality: part('nationality'),
    birthDate: all.slice(...layout.fields.birthDate),
    sex: sex === 'M' || sex === 'F' ? sex : 'X',
    expiresOn: all.slice(...layout.fields.expiresOn),
    familyName: plain(familyName ?? ''),
    givenNames: plain(givenNames ?? ''),
    optional: plain(`${optional}<${more}`),
  };
}

/** Inner fillers are a space, outer ones nothing. */
const plain = (value: string): string => value.replace(/<+/g, ' ').trim();
