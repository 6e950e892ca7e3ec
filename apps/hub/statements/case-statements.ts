import {
  CAPACITIES,
  CASE_STEPS,
  CHECKLIST_ITEMS,
  PERMIT_TYPES,
  SAYS,
  type CaseStep,
} from '#recruitment';
import {
  CODE,
  DEMAND,
  DIGEST,
  INSTANT,
  object,
  PARTICIPANT,
  UUID,
  type JsonSchema,
} from '../platform/json-schema.ts';
import { DELIVERY_REASON } from './exchange-statements.ts';
import { RECORD } from './record-statements.ts';
import { statement } from './statement-form.ts';

const CAPACITY: JsonSchema = { enum: Object.keys(CAPACITIES).filter((name) => name !== 'HUB') };

/** Who acts; where somebody else signs for them, their own act is on file there and `act` is its digest. */
export const ACTOR: JsonSchema = object(
  {
    capacity: CAPACITY,
    agency: PARTICIPANT,
    attestation: object({ capacity: CAPACITY, act: DIGEST }),
  },
  ['agency', 'attestation'],
);

type Member = (typeof SAYS)[CaseStep][number];

/** What a step may say beside who did what when. */
export const SAID: Readonly<Record<Member, JsonSchema>> = {
  item: { enum: CHECKLIST_ITEMS },
  receipt: DIGEST,
  reason: CODE,
  demand: DEMAND,
  contract: object({
    hash: DIGEST,
    language: { type: 'string', pattern: '^[a-z]{2}$' },
    noFee: { type: 'boolean' },
  }),
  permit: object({ type: { enum: PERMIT_TYPES }, digest: DIGEST }),
  // A law, a court, a body to turn to: no room for much about a person.
  hold: object({ id: UUID, until: INSTANT, legalBasis: DELIVERY_REASON, appeal: DELIVERY_REASON }, [
    'until',
    'legalBasis',
    'appeal',
  ]),
};

/** Whatever says a member must say it, and nothing else may. Of the checklist only a medical check has a receipt. */
function saidWhereItBelongs(member: string): JsonSchema {
  const steps = CASE_STEPS.filter((step) => (SAYS[step] as readonly string[]).includes(member));
  const among: Readonly<Record<string, JsonSchema>> =
    member === 'receipt' ? { item: { const: 'MEDICAL' } } : { step: { enum: steps } };
  return {
    if: { properties: among, required: Object.keys(among) },
    then: { required: [member] },
    else: { properties: { [member]: false } },
  };
}

/** About a worker's case. */
export const CASE_STATEMENTS = {
  'transition+jws': statement(
    {
      record: RECORD,
      step: { enum: CASE_STEPS.filter((step) => step !== 'PermitNotRequired') },
      actor: ACTOR,
      occurredAt: INSTANT,
      ...SAID,
    },
    ['record', 'step', 'actor', 'occurredAt'],
    { allOf: Object.keys(SAID).map(saidWhereItBelongs) },
  ),
} satisfies Record<string, JsonSchema>;
