import {
  numericDate,
  type CivilDate,
  type Instant,
  type KeyAlgorithm,
  type PublicJwk,
} from '#kernel';
import type { KeyUse, Role } from '#participants';
import type { DeliveryReceipt } from '#exchange';
import type {
  DEMAND_CLOSURES,
  DEMAND_REFUSALS,
  DemandDocument,
  DemandReference,
} from '#recruitment';
import type { RecordReference, ReviewReason, RevocationReason } from '#certificates';
import type { Step } from '#recruitment';
import { signJws, type SigningKey } from '#signing';

/** One signed act (architecture §6): a compact JWS by `key`'s holder, dated `at`. */
const statement =
  <Payload extends object>(typ: string) =>
  (key: SigningKey, at: Instant, payload: Payload): string =>
    signJws(typ, { iss: key.holder, iat: numericDate(at), ...payload }, key);

/** A state's root endorses an authority. */
export const endorseAuthority = statement<{
  authority: { id: string; name: string; roles: readonly Role[]; signsContracts: boolean };
}>('endorsement+jws');

/** A state's root endorses a key of an authority; an authority's statement key one of an agency it licensed. */
export const endorseKey = statement<{
  key: {
    holder: string;
    use: KeyUse;
    alg: KeyAlgorithm;
    jwk: PublicJwk;
    validFrom: Instant;
    validUntil: Instant;
  };
}>('endorsement+jws');

export const retireKey = statement<{ kid: string }>('retirement+jws');
export const reportCompromise = statement<{ kid: string; since: Instant }>('compromise+jws');

export const licenseAgency = statement<{
  act: 'LICENSE';
  agency: string;
  /** The legal name. */
  name: string;
  /** Of the firm, never of a person. */
  taxId?: string;
  number: string;
  destinations: readonly string[];
  validFrom: CivilDate;
  validUntil: CivilDate;
  feePolicy: 'NO_FEE' | 'CAPPED';
}>('licence+jws');

export const changeLicence = statement<{
  act: 'SUSPEND' | 'RESTORE' | 'REVOKE';
  agency: string;
  number: string;
}>('licence+jws');

export const revoke = statement<{
  record: RecordReference;
  reason: RevocationReason;
  effectiveFrom?: Instant;
}>('revocation+jws');

export const openReview = (
  key: SigningKey,
  at: Instant,
  payload: { record: RecordReference; reason: ReviewReason; deadline?: Instant },
): string => signReview(key, at, { act: 'OPEN', ...payload });

export const closeReview = (
  key: SigningKey,
  at: Instant,
  payload: { record: RecordReference; outcome: 'UPHELD' | 'REVOKED'; effectiveFrom?: Instant },
): string => signReview(key, at, { act: 'CLOSE', ...payload });

const signReview = statement<object>('review+jws');

export const changeRecognition = statement<{
  record: RecordReference;
  act: 'SUSPEND' | 'RESTORE';
  state: string;
  reason?: string;
}>('recognition+jws');

/** Somebody who takes part in a worker's case says what happened, or says it for one who has no key. */
export const transition = statement<{ record: RecordReference } & Step>('transition+jws');

export const suspendContract = statement<{
  contract: string;
  version: number;
  hash: string;
  effectiveFrom: Instant;
  effectiveUntil?: Instant;
}>('contract-suspension+jws');
export const terminateContract = statement<{
  contract: string;
  version: number;
  hash: string;
  effectiveFrom: Instant;
}>('contract-termination+jws');

/** The controller state asks for a worker to be erased, naming any of the worker's records. */
export const eraseWorker = statement<{ record: { issuer: string; id: string }; basis: string }>(
  'erasure+jws',
);

export const confirmDeliveries = statement<{
  authority: string;
  receipts: readonly DeliveryReceipt[];
}>('delivery-receipt+jws');

/** The labour ministry where the work is registers what an employer asks for. */
export const registerDemand = statement<{ demand: DemandDocument }>('demand+jws');

/** The ministry has reserved the demand's places in the quota of its state; `reference` is that of its own books. */
export const reserveQuota = statement<{
  demand: DemandReference;
  category: string;
  reference: string;
}>('demand-quota+jws');

export const closeDemand = statement<{
  demand: DemandReference;
  reason: (typeof DEMAND_CLOSURES)[number];
}>('demand-closing+jws');

export const refuseDemand = statement<{
  demand: DemandReference;
  reason: (typeof DEMAND_REFUSALS)[number];
}>('demand-refusal+jws');
