import { ISCO_08 } from '#credentials';
import {
  CLOSURE,
  DEMAND_REFERENCE,
  DEMAND_REFUSAL,
  demandDocument,
  QUOTA_CATEGORY,
  QUOTA_REFERENCE,
} from '../platform/demand-values.ts';
import { object, type JsonSchema } from '../platform/json-schema.ts';
import { statement } from './statement-form.ts';

const DEMAND = object(DEMAND_REFERENCE);

/** About what employers ask for, each by the authority that registers it. */
export const DEMAND_STATEMENTS = {
  'demand+jws': statement({ demand: demandDocument({ enum: ISCO_08 }) }, ['demand']),
  'demand-quota+jws': statement(
    { demand: DEMAND, category: QUOTA_CATEGORY, reference: QUOTA_REFERENCE },
    ['demand', 'category', 'reference'],
  ),
  'demand-closing+jws': statement({ demand: DEMAND, reason: CLOSURE }, ['demand', 'reason']),
  'demand-refusal+jws': statement({ demand: DEMAND, reason: DEMAND_REFUSAL }, ['demand', 'reason']),
} satisfies Record<string, JsonSchema>;
