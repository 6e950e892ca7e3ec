import { DEMAND_CLOSURES, DEMAND_REFUSALS, SEX_BASES } from '#recruitment';
import { DATE, list, object, PARTICIPANT, STATE, UUID, type JsonSchema } from './json-schema.ts';
import { NAME } from './participant-values.ts';

/** A demand by the authority that registered it and the id that it drew. */
export const DEMAND_REFERENCE = { authority: PARTICIPANT, id: UUID };

/** A unit group of ISCO-08. */
export const OCCUPATION: JsonSchema = { type: 'string', pattern: '^[0-9]{4}$' };

/** A category of the quota of a state, and the reference of a reservation in its own books. */
export const QUOTA_CATEGORY: JsonSchema = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,39}$' };
export const QUOTA_REFERENCE: JsonSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$',
};

export const CLOSURE: JsonSchema = { enum: DEMAND_CLOSURES };
export const DEMAND_REFUSAL: JsonSchema = { enum: DEMAND_REFUSALS };

/** `<authority>-<id>` of a worker's case: what its stream is called without `case-`. */
export const CASE_NAME: JsonSchema = {
  type: 'string',
  pattern: '^[A-Z]{2}(\\.[A-Z0-9]+)+-[0-9a-f-]{36}$',
  maxLength: 77,
};

/** The rule of a corridor, `TJ-KZ/PERMIT/1`. */
export const CORRIDOR: JsonSchema = {
  type: 'string',
  pattern: '^[A-Z]{2}-[A-Z]{2}/[A-Z-]+/[0-9]+$',
};

const several = { minItems: 1, maxItems: 32, uniqueItems: true };
const count = (maximum: number): JsonSchema => ({ type: 'integer', minimum: 1, maximum });

/** What an employer asks for, as the authority signs it. */
export const demandDocument = (occupation: JsonSchema = OCCUPATION): JsonSchema => ({
  title: 'DemandDocument',
  ...object(
    {
      ...DEMAND_REFERENCE,
      employer: object({
        register: { enum: ['BIN', 'INN', 'UNP', 'TIN'] },
        number: {
          type: 'string',
          pattern: '^[0-9A-Z]{5,20}$',
          description: 'Of a firm, never of a person.',
        },
        name: NAME,
        industry: {
          type: 'string',
          pattern: '^[A-U][0-9]{2,4}$',
          description: 'ISIC section and class.',
        },
      }),
      destination: STATE,
      region: { type: 'string', pattern: '^[A-Z]{2}-[A-Z0-9]{1,3}$', description: 'ISO 3166-2.' },
      origins: list(STATE, several),
      occupation: { description: 'ISCO-08 unit group.', ...occupation },
      headcount: count(100_000),
      sex: {
        oneOf: [
          object({ asked: { const: 'ANY' } }),
          object({ asked: { enum: ['F', 'M'] }, basis: { enum: SEX_BASES } }),
        ],
      },
      wage: object({
        amount: { type: 'number', exclusiveMinimum: 0 },
        currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217.' },
        period: { enum: ['HOUR', 'MONTH'] },
      }),
      hoursPerWeek: count(168),
      housing: { enum: ['PROVIDED', 'PAID_FOR', 'NOT_PROVIDED'] },
      contractMonths: count(120),
      isSeasonal: { type: 'boolean' },
      medicalProfile: {
        type: 'string',
        pattern: '^[A-Z]{2}/[A-Z-]+/[0-9]+$',
        description: 'Recognition profile that workers must be confirmed under.',
      },
      validUntil: DATE,
    },
    ['medicalProfile'],
  ),
});
