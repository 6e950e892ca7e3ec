import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import {
  checkDocumentNumber,
  checkIdentifier,
  COUNTRIES,
  IDENTIFIER_RULES,
  isCivilDate,
  parseMrz,
  type IdentifierKind,
} from '#credentials';
import { judgedBy } from './judged-by.ts';

/** Options of `IsNationalIdentifier`. */
export type IdentifierOptions = ValidationOptions & {
  /** The property with the holder's birth date, to compare as a hint. */
  readonly birthDate?: string;
};

/**
 * A number of this kind (docs/identifiers.md). A wrong official check digit is refused; what is only
 * assumed, unpublished or a hint passes, and `warningsOf` tells it.
 */
export const IsNationalIdentifier = (
  kind: IdentifierKind,
  { birthDate, ...options }: IdentifierOptions = {},
): PropertyDecorator =>
  judgedBy(
    'isNationalIdentifier',
    `a national identifier ${kind}: ${IDENTIFIER_RULES[kind].structure}`,
    (text, dto) => {
      const known: unknown = birthDate && Reflect.get(dto, birthDate);
      const check = checkIdentifier(kind, text, {
        birthDate: typeof known === 'string' ? known : undefined,
      });
      if (check.ok) return { warnings: check.warnings };
      return { refused: check.position ? `${check.error} at ${check.position}` : check.error };
    },
    options,
  );

/** The number of a passport or identity card; Cyrillic look-alikes pass with a warning. */
export const IsDocumentNumber = (options?: ValidationOptions): PropertyDecorator =>
  judgedBy(
    'isDocumentNumber',
    'a document number: 5 to 12 Latin letters and digits',
    (text) => {
      const check = checkDocumentNumber(text);
      return check.ok ? { warnings: check.warnings } : { refused: check.error };
    },
    options,
  );

/** Lines of an ICAO 9303 zone, TD1 or TD3, with every check digit right. */
export const IsMachineReadableZone = (options?: ValidationOptions): PropertyDecorator =>
  judgedBy(
    'isMachineReadableZone',
    'a machine-readable zone: 2 lines of 44 signs or 3 of 30',
    (text) => {
      const check = parseMrz(text);
      return check.ok ? {} : { refused: `${check.error} in ${check.field}` };
    },
    options,
  );

/**
 * A text of at most `max` UTF-16 units. `MaxLength` of class-validator counts what people take for characters, with two
 * regular expressions over the whole text: of a record, a tenth of what its push costs.
 */
export const FitsIn = (max: number, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'maxLength',
      constraints: [max],
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value.length <= max,
        defaultMessage: buildMessage(
          (each) => `${each}$property must be shorter than or equal to $constraint1 characters`,
          options,
        ),
      },
    },
    options,
  );

/** A day of the calendar, `2026-11-24`. */
export const IsCivilDate = (options?: ValidationOptions): PropertyDecorator =>
  judgedBy('isCivilDate', 'a day, written YYYY-MM-DD', accepted(isCivilDate), options);

/** An officially assigned country code, ISO 3166-1 alpha-2, in capitals. */
export const IsCountryCode = (options?: ValidationOptions): PropertyDecorator =>
  judgedBy(
    'isCountryCode',
    'a country code of ISO 3166-1, two capitals',
    accepted(isCountry),
    options,
  );

const countries = new Set(COUNTRIES);
const isCountry = (text: string): boolean => countries.has(text);

const accepted = (isRight: (text: string) => boolean) => (text: string) =>
  isRight(text) ? {} : { refused: '' };
