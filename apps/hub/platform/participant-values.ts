import { DIGEST, object, type JsonSchema } from './json-schema.ts';

/** A name of an institution, a firm or a state, never of a person. */
export const NAME: JsonSchema = { type: 'string', minLength: 1, maxLength: 200 };
/** The number of a licence. */
export const NUMBER: JsonSchema = { type: 'string', minLength: 1, maxLength: 40 };
/** The tax number of a firm. */
export const TAX_ID: JsonSchema = { type: 'string', pattern: '^[0-9A-Z]{5,20}$' };
export const STATUS: JsonSchema = { enum: ['member', 'observer', 'suspended', 'left'] };
export const ROLE: JsonSchema = {
  enum: [
    'health-ministry',
    'labour-ministry',
    'migration-authority',
    'auditor',
    'information-centre',
  ],
};
export const USE: JsonSchema = {
  enum: ['record', 'statement', 'request', 'encryption', 'witness', 'status'],
};
export const ALGORITHM: JsonSchema = { enum: ['ES256', 'EdDSA', 'ECDH-ES+A256KW'] };
export const JWK: JsonSchema = {
  oneOf: [
    object({ kty: { const: 'EC' }, crv: { const: 'P-256' }, x: DIGEST, y: DIGEST }),
    object({ kty: { const: 'OKP' }, crv: { const: 'Ed25519' }, x: DIGEST }),
  ],
};
