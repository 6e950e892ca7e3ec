import type { AnswerDescription } from '#platform';
import { EXAMPLE_ID } from '../../platform/answers.ts';
import { DEMAND_REFERENCE, demandDocument } from '../../platform/demand-values.ts';
import { COUNT, list, object, type JsonSchema } from '../../platform/json-schema.ts';

const READING: JsonSchema = {
  title: 'Demand',
  ...object({
    ...DEMAND_REFERENCE,
    status: { enum: ['REGISTERED', 'OPEN', 'FILLED', 'CLOSED', 'REFUSED'] },
    isOpen: {
      type: 'boolean',
      description: 'Takes selections: it is OPEN, and not past its last day.',
    },
    taken: { ...COUNT, description: 'Places of workers who were selected.' },
    free: { ...COUNT, description: 'Places neither taken nor reserved.' },
    document: demandDocument(),
  }),
};

const reference = { authority: 'KZ.MOL', id: EXAMPLE_ID };

const exampleDemand = {
  ...reference,
  status: 'OPEN',
  isOpen: true,
  taken: 1,
  free: 2,
  document: {
    ...reference,
    employer: {
      register: 'BIN',
      number: '990140000007',
      name: 'Sample Builders',
      industry: 'F4100',
    },
    destination: 'KZ',
    region: 'KZ-ALA',
    origins: ['KG'],
    occupation: '7112',
    headcount: 3,
    sex: { asked: 'ANY' },
    wage: { amount: 400_000, currency: 'KZT', period: 'MONTH' },
    hoursPerWeek: 40,
    housing: 'PROVIDED',
    contractMonths: 12,
    isSeasonal: false,
    validUntil: '2027-12-31',
  },
};

export const DEMAND_ANSWER: AnswerDescription = {
  description: 'What is asked for, and how many places are free; nobody who has one.',
  schema: READING,
  example: exampleDemand,
};

export const BOARD_ANSWER: AnswerDescription = {
  description: 'A page of the demands that the reader may see, by authority and id.',
  schema: {
    title: 'DemandBoard',
    ...object(
      {
        demands: list({ $ref: '#/components/schemas/Demand' }),
        next: {
          type: 'string',
          description: 'Name it in `after` for the next page; absent on the last.',
        },
      },
      ['next'],
    ),
  },
  example: { demands: [exampleDemand], next: `KZ.MOL-${EXAMPLE_ID}` },
};
