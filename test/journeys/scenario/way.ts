import { sha256 } from '#signing';
import type { Cast } from './cast.ts';
import { attested, move, own, type Candidate, type Said } from './recruitment.ts';

/** A step on the way abroad and back, told for people. */
export type WayStep = {
  readonly by: string;
  readonly what: string;
  readonly said: Said;
  /** Where the case stands after it. */
  readonly to: string;
};

/** The agency of the origin in this story. */
export const AGENCY = 'KG.AGENCY2';

const CONTRACT = { hash: 'C'.repeat(43), language: 'ru', noFee: true };

/** What is done before a selected worker may leave; `by` sends the worker, in the capacity that it has. */
export const preparations = (
  by: string,
  capacity: 'AGENCY_ORIGIN' | 'EMPLOYMENT_SERVICE',
  labour: string,
): readonly WayStep[] => [
  {
    ...{ by, what: 'attests the training, for the training centre', to: 'SELECTED' },
    said: item('TRAINING', attested('TRAINING_CENTRE', capacity)),
  },
  {
    ...{ by, what: 'brings the receipt of a verification; no medical file', to: 'SELECTED' },
    said: item('MEDICAL', own(capacity)),
  },
  {
    ...{ by, what: 'reports the documents complete', to: 'SELECTED' },
    said: item('DOCUMENTS', own(capacity)),
  },
  {
    ...{ by: labour, what: 'clears the worker: the checklist is done', to: 'CLEARED' },
    said: { step: 'Cleared', actor: own('LABOUR_ORIGIN') },
  },
  {
    ...{ by: 'RU.AGENCY1', what: 'attests that the employer signed, no fee charged' },
    ...{ to: 'CLEARED', said: signature(attested('EMPLOYER', 'AGENCY_DESTINATION')) },
  },
];

const item = (name: NonNullable<Said['item']>, actor: Said['actor']): Said => ({
  ...{ step: 'ChecklistItemDone', item: name, actor },
});

const signature = (actor: Said['actor']): Said => ({
  ...{ step: 'ContractSigned', contract: CONTRACT, actor },
});

export const languageTest = (by: string): WayStep => ({
  ...{ by, what: 'attests the test of language and history', to: 'SELECTED' },
  said: item('LANGUAGE', attested('TRAINING_CENTRE', 'EMPLOYMENT_SERVICE')),
});

/** The worker signs the contract, before whoever sends the worker. */
export const workersSignature = (
  by: string,
  capacity: 'AGENCY_ORIGIN' | 'EMPLOYMENT_SERVICE',
  { what, to }: Pick<WayStep, 'what' | 'to'>,
): WayStep => ({ by, what, to, said: signature(attested('WORKER', capacity)) });

/** From Kyrgyzstan to where nothing but the departure is left to do. */
export const UP_TO_DEPARTURE: readonly WayStep[] = [
  ...preparations(AGENCY, 'AGENCY_ORIGIN', 'KG.MOL'),
  workersSignature(AGENCY, 'AGENCY_ORIGIN', {
    ...{ what: 'attests that the worker signed; within the EAEU no permit is needed' },
    to: 'PERMITTED',
  }),
];

export const DEPARTED: Said = { step: 'Departed', actor: own('AGENCY_ORIGIN') };

export const ABROAD_AND_BACK: readonly WayStep[] = [
  {
    ...{ by: AGENCY, what: 'reports the departure, the certificate still confirmed' },
    ...{ to: 'DEPARTED', said: DEPARTED },
  },
  {
    ...{ by: 'RU.AGENCY1', what: 'reports the arrival', to: 'ARRIVED' },
    said: { step: 'Arrived', actor: own('AGENCY_DESTINATION') },
  },
  {
    ...{ by: 'RU.MIA', what: 'registers the worker', to: 'REGISTERED_DEST' },
    said: { step: 'RegisteredAtDestination', actor: own('MIGRATION_DESTINATION') },
  },
  {
    ...{ by: 'RU.MOL', what: 'reports that the work has begun', to: 'EMPLOYED' },
    said: { step: 'EmploymentStarted', actor: attested('EMPLOYER', 'LABOUR_DESTINATION') },
  },
  {
    ...{ by: 'RU.MOL', what: 'reports that the contract is fulfilled', to: 'ENDED' },
    said: { step: 'EmploymentEnded', reason: 'COMPLETED', actor: own('LABOUR_DESTINATION') },
  },
  {
    ...{ by: 'KG.MOL', what: 'reports the return home', to: 'RETURNED' },
    said: { step: 'Returned', actor: own('LABOUR_ORIGIN') },
  },
];

/** Takes one step; a medical check is an answer that an agency of the destination was given. */
export async function walk(cast: Cast, candidate: Candidate, { by, said }: WayStep) {
  if (said.item !== 'MEDICAL') return move(cast, by, candidate, said);
  const { proof: receipt } = await cast.ask(candidate.certificate);
  return move(cast, by, candidate, { ...said, receipt: sha256(receipt) }, { receipt });
}

/** Takes several. @returns where the case stands at the end */
export async function walkAll(cast: Cast, candidate: Candidate, steps: readonly WayStep[]) {
  let standing = '';
  for (const step of steps) standing = await walk(cast, candidate, step);
  return standing;
}
