import { CASE_STATEMENTS } from './case-statements.ts';
import { DEMAND_STATEMENTS } from './demand-statements.ts';
import { EXCHANGE_STATEMENTS } from './exchange-statements.ts';
import { RECORD_STATEMENTS } from './record-statements.ts';

/** JSON Schemas (draft 2020-12) of what a statement says, by its `typ`. Checked on arrival and published in contracts/statements/. */
export const STATEMENT_SCHEMAS = {
  ...RECORD_STATEMENTS,
  ...CASE_STATEMENTS,
  ...EXCHANGE_STATEMENTS,
  ...DEMAND_STATEMENTS,
};

export type StatementType = keyof typeof STATEMENT_SCHEMAS;
