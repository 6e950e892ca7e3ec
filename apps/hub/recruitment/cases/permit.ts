import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openDetails } from '#credentials';
import { WireError, type CivilDate } from '#kernel';
import { PERMIT_TYPES, type PermitType } from '#recruitment';
import { DATE, object } from '../../platform/json-schema.ts';

/** What a permit says; number, region and dates are the worker's, so no event holds them. */
export type PermitDetails = {
  readonly type: PermitType;
  readonly number: string;
  /** ISO 3166-2, where the permit is bound to a region. */
  readonly region?: string;
  readonly validFrom: CivilDate;
  readonly validUntil: CivilDate;
};

const ajv = new Ajv2020({ strict: true });
addFormats.default(ajv);
const isPermit = ajv.compile<PermitDetails>(
  object(
    {
      type: { enum: PERMIT_TYPES },
      number: { type: 'string', minLength: 1, maxLength: 40 },
      region: { type: 'string', pattern: '^[A-Z]{2}-[A-Z0-9]{1,3}$' },
      validFrom: DATE,
      validUntil: DATE,
    },
    ['region'],
  ),
);

/** Opens the disclosure of a permit. @throws WireError */
export function permitIn(disclosure: string): PermitDetails & { readonly digest: string } {
  const opened = openDetails('permit', disclosure);
  if (!opened || !isPermit(opened.details))
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'no permit is disclosed', { pointer: '/permit' });
  return { ...opened.details, digest: opened.digest };
}
