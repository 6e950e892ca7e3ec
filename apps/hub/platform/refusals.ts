import type { ErrorCode } from '#kernel';

/** What any key may be refused for. */
export const OF_KEYS: readonly ErrorCode[] = [
  'TRUST_KEY_UNKNOWN',
  'TRUST_KEY_NOT_ENDORSED',
  'TRUST_KEY_USE',
  'TRUST_KEY_NOT_ACTIVE',
  'TRUST_KEY_RETIRED',
  'TRUST_KEY_COMPROMISED',
  'TRUST_ALGORITHM_MISMATCH',
];

/** What a request signature may be refused for. */
export const OF_SIGNED_REQUESTS: readonly ErrorCode[] = [
  'TRUST_REQUEST_UNSIGNED',
  'TRUST_REQUEST_SIGNATURE_INVALID',
  'TRUST_REQUEST_EXPIRED',
  'TRUST_CONTENT_DIGEST_MISMATCH',
  ...OF_KEYS,
];

/** What a JSON body may be refused for, whatever it is about. */
export const OF_BODIES: readonly ErrorCode[] = [
  'WIRE_NOT_JSON',
  'WIRE_TOO_LARGE',
  'WIRE_TOO_DEEP',
  'WIRE_DUPLICATE_MEMBER',
  'WIRE_FORBIDDEN_MEMBER',
  'WIRE_SCHEMA_MISMATCH',
  'WIRE_CONTENT_TYPE',
  'STORE_BUSY',
];

/** What a parameter in the path or the query may be refused for. */
export const OF_PARAMETERS: readonly ErrorCode[] = ['WIRE_SCHEMA_MISMATCH', 'WIRE_NOT_FOUND'];

/** What a request may be refused for that asks for an answer at or after a position. */
export const OF_POSITIONS: readonly ErrorCode[] = [
  'WIRE_SCHEMA_MISMATCH',
  'STORE_BEHIND',
  'STORE_BUSY',
];

/** What any request may be refused for. */
export const OF_ALL: readonly ErrorCode[] = [
  'WIRE_CONTENT_ENCODING',
  'STORE_UNAVAILABLE',
  'STORE_CORRUPT',
];

/** What a signed statement may be refused for before anybody looks at what it asks. */
export const OF_STATEMENTS: readonly ErrorCode[] = [
  'WIRE_NOT_JWS',
  'WIRE_NOT_BASE64URL',
  'WIRE_HEADER_UNACCEPTABLE',
  'WIRE_TYP_UNEXPECTED',
  'TRUST_SIGNATURE_INVALID',
  'TRUST_IAT_IN_FUTURE',
  'TRUST_WRONG_ISSUER',
  ...OF_KEYS,
  'STORE_CONCURRENT_WRITE',
];

/** What a pushed record may be refused for. */
export const OF_RECORDS: readonly ErrorCode[] = [
  'WIRE_NOT_JWS',
  'WIRE_NOT_BASE64URL',
  'WIRE_HEADER_UNACCEPTABLE',
  'WIRE_TYP_UNEXPECTED',
  'WIRE_UNKNOWN_RECORD_TYPE',
  'WIRE_DISCLOSURE_INVALID',
  'WIRE_DISCLOSURE_UNREFERENCED',
  'WIRE_DIGEST_REPEATED',
  'WIRE_DIGEST_COUNT',
  'WIRE_SALT_WEAK',
  'WIRE_S5_IN_THE_OPEN',
  'WIRE_NOT_JWE',
  'TRUST_SIGNATURE_INVALID',
  'TRUST_WRONG_ISSUER',
  'TRUST_MEMBERSHIP',
  'TRUST_IAT_TOO_OLD',
  'TRUST_IAT_IN_FUTURE',
  ...OF_KEYS,
  'RULE_NO_CONTRACT',
  'RULE_RECORD_ID_REUSED',
  'RULE_RECORD_UNKNOWN',
  'RULE_RECORD_ENDED',
  'RULE_RECORD_ERASED',
  'RULE_RECORD_DATES',
  'RULE_ALREADY_SUPERSEDED',
  'RULE_REVIEW_OPEN',
  'RULE_STATUS_INDEX_SPENT',
  'RULE_CLEARANCE_MISMATCH',
  'RULE_SEALED_MISMATCH',
  'RULE_SEALED_NOT_GRANTED',
  'RULE_ASSESSMENT_DATES',
  'RULE_EXAMINATION_MISSING',
  'RULE_PROFILE_UNKNOWN',
  'RULE_UNFIT_UNCONFIRMED',
  'STORE_BEHIND',
  'STORE_UNWITNESSED',
  'STORE_CONCURRENT_WRITE',
];
