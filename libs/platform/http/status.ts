import type { ErrorCode } from '#kernel';

/** The HTTP status of each family (style §4); no error class knows HTTP. */
const FAMILIES: readonly (readonly [prefix: string, status: number])[] = [
  ['WIRE_', 400],
  ['TRUST_REQUEST_', 401],
  ['TRUST_', 403],
  ['LICENCE_', 403],
  ['RULE_', 422],
  ['STORE_', 503],
];

/** Codes whose status says more than their family's. */
const CODES: Partial<Record<ErrorCode, number>> = {
  WIRE_TOO_LARGE: 413,
  WIRE_CONTENT_TYPE: 415,
  WIRE_CONTENT_ENCODING: 415,
  WIRE_NOT_FOUND: 404,
  TRUST_CONTENT_DIGEST_MISMATCH: 401,
  RULE_RECORD_ID_REUSED: 409,
  RULE_RECORD_UNKNOWN: 404,
  RULE_RECORD_ERASED: 410,
  RULE_RECORD_ENDED: 409,
  RULE_ALREADY_SUPERSEDED: 409,
  RULE_SUBJECT_ERASED: 410,
  RULE_NO_REVIEW_OPEN: 409,
  RULE_REVIEW_OPEN: 409,
  RULE_STATUS_INDEX_SPENT: 409,
  RULE_STATUS_NOT_DELEGATED: 404,
  RULE_CONTRACT_UNKNOWN: 404,
  RULE_CONTRACT_VERSION: 409,
  RULE_CONTRACT_STATE: 409,
  RULE_ALREADY_ENDORSED: 409,
  RULE_LICENCE_REVOKED: 409,
  RULE_STATEMENT_STALE: 409,
  RULE_DELIVERY_UNKNOWN: 404,
  RULE_TRANSITION_ILLEGAL: 409,
  RULE_CONSENT_WITHDRAWN: 409,
  RULE_CASE_MAY_NOT_PROCEED: 409,
  RULE_DEMAND_UNKNOWN: 404,
  RULE_DEMAND_NOT_OPEN: 409,
  RULE_NO_PLACE: 409,
  RULE_QUOTA: 429,
  STORE_CONCURRENT_WRITE: 409,
};

/** undefined for a code that is no client's business: a national system's, at the adapter. */
export const statusOf = (code: ErrorCode): number | undefined =>
  CODES[code] ?? FAMILIES.find(([prefix]) => code.startsWith(prefix))?.[1];
