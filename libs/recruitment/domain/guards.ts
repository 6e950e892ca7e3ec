import { dayOf, later, stateOf, type ErrorCode, type Instant } from '#kernel';
import { isHeld, otherSide, type Case, type Side } from './case.ts';
import { CASE_REASONS, type Facts, type Step } from './case.messages.ts';

/** A step that somebody asks for: what is said, what the hub found out, when it is recorded, who signed. */
export type Asked = {
  readonly said: Step;
  readonly facts: Facts;
  readonly at: Instant;
  readonly by: string;
};

type Row = {
  readonly sentence: string;
  /** The rule's name, for whom it refuses. */
  readonly code: ErrorCode;
  readonly holds: (asked: Asked, state: Case) => boolean;
};

const guard = (code: ErrorCode, sentence: string, holds: Row['holds']): Row => ({
  sentence,
  code,
  holds,
});

/** The latest civil date that any place on Earth (UTC+14) has then. */
const latestDayAt = (instant: Instant): string => dayOf(later(instant, 14 * 3600));

/** Of every step whose reason is asked about; the table asks about no other. */
const REASONS: Readonly<Record<keyof typeof CASE_REASONS, readonly (string | undefined)[]>> =
  CASE_REASONS;

/** What must hold for a step, as sentences; the table of transitions names them. */
export const GUARDS = {
  IN_ORDER: guard(
    'RULE_OCCURRED_OUT_OF_ORDER',
    'it happened at or after what led to where the case stands',
    ({ said }, { since }) => said.occurredAt >= since,
  ),
  BEFORE_ARRIVAL: guard(
    'RULE_OCCURRED_OUT_OF_ORDER',
    'it happened before the arrival',
    ({ said }, { arrivedAt }) => said.occurredAt < arrivedAt,
  ),
  AFTER_DEPARTURE: guard(
    'RULE_OCCURRED_OUT_OF_ORDER',
    'it happened at or after the step before the one that it corrects',
    ({ said }, { lastSeen }) => said.occurredAt >= lastSeen,
  ),
  CONSENT: guard(
    'RULE_CONSENT_MISSING',
    'the worker consented to organised recruitment, on this day or before',
    ({ said, facts: { consent } }) =>
      consent !== undefined &&
      consent.purposes.includes('ORGANISED_RECRUITMENT') &&
      consent.givenOn <= latestDayAt(said.occurredAt),
  ),
  CONSENTED: guard(
    'RULE_CONSENT_WITHDRAWN',
    'the consent was not withdrawn',
    (_, { isConsentWithdrawn }) => !isConsentWithdrawn,
  ),
  NOT_HELD: guard(
    'RULE_CASE_MAY_NOT_PROCEED',
    'no hold is in force',
    ({ at }, state) => !isHeld(state, at),
  ),
  DEMAND_OPEN: guard(
    'RULE_DEMAND_NOT_OPEN',
    'the demand is open, in the destination, for workers of the origin',
    ({ said, facts: { demand } }, { record, destination }) =>
      demand !== undefined &&
      demand.name === said.demand &&
      demand.isOpen &&
      demand.destination === destination &&
      record !== undefined &&
      demand.origins.includes(stateOf(record.issuer)),
  ),
  PLACE_RESERVED: guard(
    'RULE_NO_PLACE',
    'a place of the demand is reserved for this case, and the reservation has not lapsed',
    ({ facts: { place }, at }, { demand }) =>
      place !== undefined && place.demand === demand && at <= place.until,
  ),
  NEUTRAL_REASON: guard(
    'RULE_REASON_UNKNOWN',
    'the reason is one of the neutral codes of this step',
    ({ said: { step, reason } }) => REASONS[step as keyof typeof REASONS].includes(reason),
  ),
  MEDICAL_RECEIPT: guard(
    'RULE_MEDICAL_NOT_CONFIRMED',
    'the receipt is of a verification that confirmed the worker under the profile of the corridor',
    ({ said, facts: { medical, corridor } }) =>
      medical !== undefined &&
      medical.receipt !== undefined &&
      medical.receipt === said.receipt &&
      medical.profile === corridor.medicalProfile &&
      medical.isConfirmed,
  ),
  MEDICAL_THAT_DAY: guard(
    'RULE_MEDICAL_NOT_CONFIRMED',
    'the worker is confirmed as of the departure, whatever was answered before, where the corridor has a profile',
    ({ said, facts: { medical, corridor } }) =>
      corridor.medicalProfile === undefined ||
      (medical !== undefined &&
        medical.profile === corridor.medicalProfile &&
        medical.asOf === said.occurredAt &&
        medical.isConfirmed),
  ),
  CHECKLIST_DONE: guard(
    'RULE_CHECKLIST_INCOMPLETE',
    'everything on the checklist of the corridor is done',
    ({ facts: { corridor } }, { checklist }) =>
      corridor.checklist.every((item) => checklist.includes(item)),
  ),
  LANGUAGE_UNDERSTOOD: guard(
    'RULE_CONTRACT_LANGUAGE',
    'the contract is in a language that the worker understands',
    ({ said: { contract }, facts: { languages } }) =>
      contract !== undefined && languages !== undefined && languages.includes(contract.language),
  ),
  NO_FEE: guard(
    'RULE_NO_FEE_UNDECLARED',
    'it is declared that the worker was charged no fee and no cost',
    ({ said: { contract } }) => contract?.noFee === true,
  ),
  SAME_CONTRACT: guard(
    'RULE_CONTRACT_DIFFERS',
    'both sides sign the very same contract',
    ({ said: { contract, actor } }, { signed }) =>
      contract?.hash === signed[otherSide(actor.capacity as Side)],
  ),
  PERMIT_NEEDED: guard(
    'RULE_PERMIT_NOT_NEEDED',
    'the corridor asks for a permit that day',
    ({ facts: { corridor } }) => corridor.permits.length > 0,
  ),
  NO_PERMIT_NEEDED: guard(
    'RULE_PERMIT_NEEDED',
    'the corridor asks for no permit that day',
    ({ facts: { corridor } }) => corridor.permits.length === 0,
  ),
  PERMIT_FITS: guard(
    'RULE_PERMIT_MISMATCH',
    'the permit is of a type that the corridor asks for, and has not run out',
    ({ said, facts: { permit, corridor } }) =>
      permit !== undefined &&
      permit.type === said.permit?.type &&
      corridor.permits.includes(permit.type) &&
      permit.validUntil >= dayOf(said.occurredAt),
  ),
  NEW_DEMAND: guard(
    'RULE_NOTHING_NEW',
    'it names another demand',
    ({ said }, { demand }) => said.demand !== undefined && said.demand !== demand,
  ),
  NEW_CONTRACT: guard(
    'RULE_NOTHING_NEW',
    'it names another contract than the one signed',
    ({ said: { contract } }, { signed }) =>
      contract !== undefined && contract.hash !== signed.EMPLOYER,
  ),
  HOLD_ENDS: guard(
    'RULE_HOLD_TERMS',
    'the hold has an end ahead, a legal basis, and says where to appeal',
    ({ said: { hold }, at }) =>
      hold?.until !== undefined &&
      at < hold.until &&
      hold.legalBasis !== undefined &&
      hold.appeal !== undefined,
  ),
  OWN_HOLD: guard(
    'RULE_HOLD_UNKNOWN',
    'it is a hold that the same authority placed',
    ({ said: { hold }, by }, { holds }) =>
      holds.some((one) => one.by === by && one.id === hold?.id),
  ),
} satisfies Readonly<Record<string, Row>>;

export type Guard = keyof typeof GUARDS;
