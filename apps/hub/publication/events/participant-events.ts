import type { ParticipantEvent } from '#participants';
import {
  DATE,
  DIGEST,
  INSTANT,
  list,
  PARTICIPANT,
  STATE,
  type JsonSchema,
} from '../../platform/json-schema.ts';
import {
  ALGORITHM,
  JWK,
  NAME,
  NUMBER,
  ROLE,
  STATUS,
  TAX_ID,
  USE,
} from '../../platform/participant-values.ts';
import { optional, type Described } from './event-schema.ts';

const STREAM = '^state-[A-Z]{2}$';

/** What was signed, as it came: a compact JWS, or JWS General JSON where several sign. */
const STATEMENT: JsonSchema = { type: 'string', minLength: 1, maxLength: 65_536 };
const SIGNED = { statement: STATEMENT, signer: DIGEST, issuedAt: INSTANT };
const LICENCE_ACT = { agency: PARTICIPANT, number: NUMBER, ...SIGNED };

export const PARTICIPANT_EVENTS: Described<ParticipantEvent> = {
  StateAdmitted: {
    meaning: 'A state came in: by genesis, or by the quorum of roots.',
    stream: STREAM,
    data: {
      state: STATE,
      root: JWK,
      kid: DIGEST,
      status: STATUS,
      from: INSTANT,
      statement: STATEMENT,
    },
  },
  MembershipChanged: {
    meaning: 'A state is member, observer or suspended, or has left, from an instant on.',
    stream: STREAM,
    data: { state: STATE, status: STATUS, from: INSTANT, statement: STATEMENT },
  },
  AuthorityEndorsed: {
    meaning: "A state's root endorsed an authority.",
    stream: STREAM,
    data: {
      authority: PARTICIPANT,
      name: NAME,
      roles: list(ROLE),
      signsContracts: { type: 'boolean' },
      ...SIGNED,
    },
  },
  KeyEndorsed: {
    meaning: 'A key was endorsed for one use.',
    stream: STREAM,
    data: {
      holder: PARTICIPANT,
      kid: DIGEST,
      use: USE,
      alg: ALGORITHM,
      jwk: JWK,
      validFrom: INSTANT,
      validUntil: INSTANT,
      ...SIGNED,
    },
  },
  KeyRetired: {
    meaning: 'A key signs nothing new; what was recorded before keeps its signature.',
    stream: STREAM,
    data: { kid: DIGEST, ...SIGNED },
  },
  KeyCompromised: {
    meaning:
      'A key was in the wrong hands since an instant; nothing recorded then or later counts.',
    stream: STREAM,
    data: { kid: DIGEST, since: INSTANT, ...SIGNED },
  },
  AgencyLicensed: {
    meaning: 'An authority licensed an agency to recruit for some states.',
    stream: STREAM,
    data: {
      agency: PARTICIPANT,
      name: NAME,
      taxId: optional(TAX_ID),
      number: NUMBER,
      destinations: list(STATE),
      validFrom: DATE,
      validUntil: DATE,
      feePolicy: { enum: ['NO_FEE', 'CAPPED'] },
      licensor: PARTICIPANT,
      ...SIGNED,
    },
  },
  LicenceSuspended: {
    meaning: 'A licence counts no more, until it is restored.',
    stream: STREAM,
    data: LICENCE_ACT,
  },
  LicenceRestored: {
    meaning: 'A suspended licence counts again.',
    stream: STREAM,
    data: LICENCE_ACT,
  },
  LicenceRevoked: {
    meaning: 'A licence counts no more, for good.',
    stream: STREAM,
    data: LICENCE_ACT,
  },
};
