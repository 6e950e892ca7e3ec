import type { IssuedRecord } from '#certificates';
import type { RecruitmentCaseClaims } from '#credentials';
import { decide, RuleBroken, WireError } from '#kernel';
import {
  recruitmentCase,
  type Case,
  type CaseCommand,
  type CaseStep,
  type Facts,
  type Step,
} from '#recruitment';
import { sha256 } from '#signing';
import type { MedicalCheck, MedicalQuestion } from '../../verifications/medical-check.ts';
import type { Places } from '../demands/places.ts';
import { agreedIn } from './opening.ts';
import { permitIn } from './permit.ts';

/** What comes beside a statement: it names both by their digests only. */
export type Beside = {
  /** An `answer+jws` of this hub. */
  readonly receipt?: string;
  /** A disclosure of the permit's details. */
  readonly permit?: string;
};

/** All that a fact is found out from. */
export type Inquiry = {
  readonly said: Step;
  readonly beside: Beside;
  readonly state: Case;
  /** The case's stream without `case-`. */
  readonly name: string;
  readonly record: IssuedRecord;
  readonly claims: RecruitmentCaseClaims;
  readonly corridor: Facts['corridor'];
  /** The work that the case's demand is for, ISCO-08. */
  readonly occupation: () => Promise<string | undefined>;
  /** What would be asked with these facts and those that are known to everybody. */
  readonly command: (facts: Partial<Facts>) => CaseCommand;
};

type Inquirer = (
  inquiry: Inquiry,
  sources: { readonly places: Places; readonly medical: MedicalCheck },
) => Promise<Partial<Facts>> | Partial<Facts>;

/** What has to be found out for a step beyond what is known to everybody. A rule says no where it needs a fact and has none. */
export const INQUIRIES: Partial<Record<CaseStep, Inquirer>> = {
  Shortlisted: async ({ said }, { places }) => {
    const demand = said.demand === undefined ? undefined : await places.demand(said.demand);
    return demand ? { demand } : {};
  },

  async Selected({ state, name, command }, { places }) {
    const { demand } = state;
    if (demand === undefined) return {};
    // Nobody reserves a place who may not select: all else is decided first, as if there were one.
    const assumed = command({});
    const place = { demand, until: assumed.at };
    decide(recruitmentCase, command({ place }), state);
    return { place: await places.reserve(demand, name) };
  },

  async ChecklistItemDone(inquiry, { medical }) {
    const { said, beside } = inquiry;
    const question = await questionOf(inquiry);
    if (said.item !== 'MEDICAL' || !question) return {};
    const { receipt = '' } = beside;
    if (said.receipt !== sha256(receipt))
      throw new WireError('WIRE_SCHEMA_MISMATCH', 'the receipt is not the one that is stated', {
        pointer: '/receipt',
      });
    const isConfirmed = await medical.isConfirmedBy(receipt, question);
    const { profile } = question;
    return { medical: { receipt: said.receipt, profile, isConfirmed, asOf: said.occurredAt } };
  },

  ContractSigned: ({ claims }) => agreedIn(claims),

  PermitGranted({ said, beside }) {
    if (beside.permit === undefined) return {};
    const { digest, type, validUntil } = permitIn(beside.permit);
    if (said.permit?.digest !== digest || said.permit.type !== type)
      throw new RuleBroken('RULE_PERMIT_MISMATCH', 'the permit is not the one that is stated', {
        pointer: '/permit',
      });
    return { permit: { type, validUntil } };
  },

  async Departed(inquiry, { medical }) {
    const question = await questionOf(inquiry);
    if (!question) return {};
    const asOf = inquiry.said.occurredAt;
    const isConfirmed = await medical.isConfirmedAt(asOf, question);
    return { medical: { profile: question.profile, isConfirmed, asOf } };
  },
};

/** Undefined where the corridor asks nothing of a worker's health. */
async function questionOf({
  record: { controller, subject },
  state: { destination },
  corridor: { medicalProfile: profile },
  occupation,
}: Inquiry): Promise<MedicalQuestion | undefined> {
  if (profile === undefined) return undefined;
  const worker = { controller, subject };
  return { worker, destination, profile, occupation: await occupation() };
}
