import { isInstant } from '#kernel';
import { either, boolean, integer, list, object, oneOf, text, type Form } from './forms.ts';

/** The last second of the year 9999: beyond it an instant has another form. */
const LATEST = 253_402_300_799;

const isDay = (value: string): boolean => isInstant(`${value}T00:00:00.000Z`);

const state = text('^[A-Z]{2}$');
/** `KG.MOH`: letters, digits, dots (architecture §6). */
const participant = text('^[A-Z]{2}(\\.[A-Z0-9]{1,16}){1,2}$');
const signer = text('^[A-Z]{2}(\\.[A-Z0-9]{1,16}){0,2}$');
const name = text('^[^\\p{Cc}]{1,200}$');
const kid = text('^[A-Za-z0-9_-]{43}$');
const instant = text('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$', isInstant);
const day = text('^\\d{4}-\\d\\d-\\d\\d$', isDay);
const licenceNumber = text('^[\\p{L}\\p{N}][\\p{L}\\p{N} ./-]{0,39}$');
const taxId = text('^[0-9A-Z]{5,20}$');
const status = oneOf('member', 'observer', 'suspended', 'left');
const coordinate = kid;

const p256 = object({ kty: oneOf('EC'), crv: oneOf('P-256'), x: coordinate, y: coordinate });
const ed25519 = object({ kty: oneOf('OKP'), crv: oneOf('Ed25519'), x: coordinate });
const jwk = either((value) => (value['crv'] === 'Ed25519' ? ed25519 : p256), p256, ed25519);

const role = oneOf(
  'health-ministry',
  'labour-ministry',
  'migration-authority',
  'auditor',
  'information-centre',
);

const authority = object({
  id: participant,
  name,
  roles: list(role, 1, 5),
  signsContracts: boolean,
});

const key = object({
  holder: participant,
  use: oneOf('record', 'statement', 'request', 'encryption', 'witness', 'status'),
  alg: oneOf('ES256', 'EdDSA', 'ECDH-ES+A256KW'),
  jwk,
  validFrom: instant,
  validUntil: instant,
});

/** Every statement says who signs it (`iss`) and when (`iat`, in seconds). */
const statement = (
  members: Readonly<Record<string, Form>>,
  optional: Readonly<Record<string, Form>> = {},
): Form => object({ iss: signer, iat: integer(0, LATEST), ...members }, optional);

const endorsedAuthority = statement({ authority });
const endorsedKey = statement({ key });

const licence = statement(
  {
    act: oneOf('LICENSE'),
    agency: participant,
    name,
    number: licenceNumber,
    destinations: list(state, 1, 64),
    validFrom: day,
    validUntil: day,
    feePolicy: oneOf('NO_FEE', 'CAPPED'),
  },
  { taxId },
);
const ACTS = ['SUSPEND', 'RESTORE', 'REVOKE'];
const licenceAct = statement({
  act: oneOf(...ACTS),
  agency: participant,
  number: licenceNumber,
});

/** What the statements about participants say, by their `typ`. */
export const STATEMENT_FORMS = {
  'endorsement+jws': either(
    (value) => (Object.hasOwn(value, 'authority') ? endorsedAuthority : endorsedKey),
    endorsedAuthority,
    endorsedKey,
  ),
  'retirement+jws': statement({ kid }),
  'compromise+jws': statement({ kid, since: instant }),
  'licence+jws': either(
    ({ act }) => (ACTS.includes(String(act)) ? licenceAct : licence),
    licence,
    licenceAct,
  ),
  'admission+jws': statement({ state, root: jwk, status, from: instant }),
  'membership+jws': statement({ state, status, from: instant }),
} as const satisfies Record<string, Form>;

export type ParticipantStatementType = keyof typeof STATEMENT_FORMS;
