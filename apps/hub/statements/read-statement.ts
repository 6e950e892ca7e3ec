import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RECEIPTS_LENGTH } from '#exchange';
import { TrustError, WireError, type Instant, type JsonObject } from '#kernel';
import { judge, type TrustList } from '#participants';
import { parseJws, sha256, verifyJws } from '#signing';
import { verifierOf } from '../views/trust-questions.ts';
import { STATEMENT_SCHEMAS, type StatementType } from './statement-schemas.ts';

/** A statement that was verified: what it says, and the authority that said it. */
export type ReadStatement<Payload> = {
  readonly payload: Payload;
  readonly by: string;
  readonly text: string;
  /** SHA-256 of the text, base64url. */
  readonly digest: string;
};

const ajv = new Ajv2020({ allErrors: false, strict: true, strictRequired: false });
addFormats.default(ajv);
const validators = Object.fromEntries(
  Object.entries(STATEMENT_SCHEMAS).map(([typ, schema]) => [typ, ajv.compile(schema)]),
);

/**
 * Reads a statement of the type that this place expects: parse → key and its use → signature → signer → content.
 * Judged at the time it is recorded, never at the time it claims (architecture §6).
 */
export function readStatement<Payload extends JsonObject>(
  text: string,
  typ: StatementType,
  trust: TrustList,
  at: Instant,
): ReadStatement<Payload> {
  const jws = parseJws(
    text,
    typ === 'delivery-receipt+jws' ? { typ, maxBytes: RECEIPTS_LENGTH } : { typ },
  );
  const key = judge(trust, jws.header.kid, {
    use: 'statement',
    iat: Number(jws.payload['iat']),
    recordedAt: at,
  });
  verifyJws(jws, verifierOf(key));
  const validate = validators[typ]!;
  if (!validate(jws.payload)) {
    const [error] = validate.errors!;
    throw new WireError('WIRE_SCHEMA_MISMATCH', `a ${typ} does not fit its schema`, {
      pointer: `/statement${error!.instancePath}`,
      facts: { expected: error!.message ?? error!.keyword },
    });
  }
  if (jws.payload['iss'] !== key.holder)
    throw new TrustError('TRUST_WRONG_ISSUER', `${key.kid} is a key of ${key.holder}`, {
      pointer: '/statement/iss',
    });
  return { payload: jws.payload as Payload, by: key.holder, text, digest: sha256(text) };
}
