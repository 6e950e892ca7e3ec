import {
  RuleBroken,
  stateOf,
  TrustError,
  WireError,
  type CivilDate,
  type Instant,
  type KeyAlgorithm,
  type KeyUse,
  type PublicJwk,
} from '#kernel';
import { signatureAlgorithm, thumbprint, verificationKey, type Genesis } from '#signing';
import type { ParticipantCommand, Role } from './domain/participant.messages.ts';
import type { TrustedKey } from './domain/participant.ts';
import type { ParticipantStatementType } from './statement-forms.ts';
import { isTaxIdOfFirm } from './tax-ids.ts';
import { keyOf, stateOfRoot, type TrustList } from './views/trust-list.view.ts';

/** What is known of the other states when a statement is read. */
export type Knowledge = { readonly trust: TrustList; readonly genesis: Genesis };

/** What every command of one signer carries. */
export type SignedFacts = {
  readonly statement: string;
  readonly signer: string;
  readonly issuedAt: Instant;
};

/** The state that a statement is about, and what it asks of it. */
export type Asked = {
  readonly state: string;
  readonly command: Pick<ParticipantCommand, 'type' | 'data'>;
};

type Endorsement =
  | {
      readonly authority: {
        readonly id: string;
        readonly name: string;
        readonly roles: readonly Role[];
        readonly signsContracts: boolean;
      };
    }
  | {
      readonly key: {
        readonly holder: string;
        readonly use: KeyUse;
        readonly alg: KeyAlgorithm;
        readonly jwk: PublicJwk;
        readonly validFrom: Instant;
        readonly validUntil: Instant;
      };
    };

type Licence =
  | {
      readonly act: 'LICENSE';
      readonly agency: string;
      readonly name: string;
      readonly taxId?: string;
      readonly number: string;
      readonly destinations: readonly string[];
      readonly validFrom: CivilDate;
      readonly validUntil: CivilDate;
      readonly feePolicy: 'NO_FEE' | 'CAPPED';
    }
  | {
      readonly act: 'SUSPEND' | 'RESTORE' | 'REVOKE';
      readonly agency: string;
      readonly number: string;
    };

type Payloads = {
  readonly 'endorsement+jws': Endorsement;
  readonly 'retirement+jws': { readonly kid: string };
  readonly 'compromise+jws': { readonly kid: string; readonly since: Instant };
  readonly 'licence+jws': Licence;
};

/** The statements of one signer; the others need a quorum. */
export type SingleSignedType = keyof Payloads;
export const isSingleSigned = (typ: ParticipantStatementType): typ is SingleSignedType =>
  Object.hasOwn(COMMANDS, typ);

/** What each statement asks, and of which state. */
export const COMMANDS: {
  readonly [Type in SingleSignedType]: (
    payload: Payloads[Type],
    signed: SignedFacts,
    knowledge: Knowledge,
  ) => Asked;
} = {
  'endorsement+jws'(payload, signed, knowledge) {
    if ('authority' in payload) {
      const { id: authority, ...rest } = payload.authority;
      const data = { authority, ...rest, ...signed };
      return { state: stateOf(authority), command: { type: 'EndorseAuthority', data } };
    }
    const { key } = payload;
    const kid = assertNewKey(key, knowledge);
    const data = { kid, ...key, ...signed };
    return { state: stateOf(key.holder), command: { type: 'EndorseKey', data } };
  },

  'retirement+jws'({ kid }, signed, { trust }) {
    const { state } = endorsedKey(trust, kid);
    return { state, command: { type: 'RetireKey', data: { kid, ...signed } } };
  },

  'compromise+jws'({ kid, since }, signed, { trust }) {
    const { state } = endorsedKey(trust, kid);
    return { state, command: { type: 'ReportCompromise', data: { kid, since, ...signed } } };
  },

  'licence+jws'(payload, signed) {
    const state = stateOf(payload.agency);
    if (payload.act === 'LICENSE') {
      const { act: _, ...terms } = payload;
      assertOrder(terms.validFrom, terms.validUntil, '/statement/validUntil');
      assertTaxIdOfFirm(terms.taxId, state);
      return { state, command: { type: 'LicenseAgency', data: { ...terms, ...signed } } };
    }
    const { act, agency, number } = payload;
    return { state, command: { type: LICENCE_ACTS[act], data: { agency, number, ...signed } } };
  },
};

const LICENCE_ACTS = {
  SUSPEND: 'SuspendLicence',
  RESTORE: 'RestoreLicence',
  REVOKE: 'RevokeLicence',
} as const;

/** The register is public and permanent, so it holds no number of a person, who may run an agency under their own. */
function assertTaxIdOfFirm(taxId: string | undefined, state: string): void {
  if (taxId !== undefined && !isTaxIdOfFirm(taxId, state))
    throw new WireError('WIRE_SCHEMA_MISMATCH', `no firm of ${state} has such a tax number`, {
      pointer: '/statement/taxId',
    });
}

/**
 * The thumbprint of a key of the right form that nobody else has: not another state's, no root, none of the hub's.
 * Its own state's stream knows whether it was endorsed there.
 */
function assertNewKey(
  { holder, use, alg, jwk, validFrom, validUntil }: Extract<Endorsement, { key: unknown }>['key'],
  { trust, genesis }: Knowledge,
): string {
  const expected = use === 'encryption' ? 'ECDH-ES+A256KW' : signatureAlgorithm(jwk);
  if (alg !== expected)
    throw new WireError('WIRE_SCHEMA_MISMATCH', `a ${use} key of this form is for ${expected}`, {
      pointer: '/statement/key/alg',
    });
  assertOrder(validFrom, validUntil, '/statement/key/validUntil');
  const { kid } = verificationKey(jwk, alg);
  const home = trust.homes.get(kid) ?? stateOf(holder);
  const reserved = [genesis.hub.receipt, genesis.hub.lane].map(thumbprint);
  if (home !== stateOf(holder) || stateOfRoot(trust, kid) || reserved.includes(kid))
    throw new RuleBroken('RULE_ALREADY_ENDORSED', `${kid} is another's key`, { facts: { kid } });
  return kid;
}

function endorsedKey(trust: TrustList, kid: string): TrustedKey {
  const key = keyOf(trust, kid);
  if (!key)
    throw new TrustError('TRUST_KEY_UNKNOWN', `${kid} was not endorsed`, {
      pointer: '/statement/kid',
      facts: { kid },
    });
  return key;
}

function assertOrder(from: string, until: string, pointer: string): void {
  if (from > until)
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'it ends before it begins', { pointer });
}
