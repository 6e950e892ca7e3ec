import { RuleBroken, stateOf, type CivilDate } from '#kernel';
import { SEX_BASES, type DemandDocument } from './demand.messages.ts';

/** What a demand must say to make sense, as sentences, and the member at fault. */
export const TERMS: readonly (readonly [
  sentence: string,
  pointer: string,
  holds: (document: DemandDocument, today: CivilDate) => boolean,
])[] = [
  [
    'work is asked for where the authority is',
    '/destination',
    ({ authority, destination }) => stateOf(authority) === destination,
  ],
  [
    'workers are asked from other states, each named once',
    '/origins',
    ({ origins, destination }) =>
      origins.length > 0 &&
      !origins.includes(destination) &&
      new Set(origins).size === origins.length,
  ],
  [
    'an occupation is a unit group of ISCO-08',
    '/occupation',
    ({ occupation }) => /^\d{4}$/.test(occupation),
  ],
  [
    'somebody is asked for',
    '/headcount',
    ({ headcount }) => Number.isInteger(headcount) && headcount >= 1,
  ],
  [
    'either sex is asked for, unless a law says otherwise',
    '/sex/basis',
    ({ sex }) => sex.asked === 'ANY' || SEX_BASES.includes(sex.basis),
  ],
  ['work is paid', '/wage/amount', ({ wage }) => wage.amount > 0],
  ['a contract lasts', '/contractMonths', ({ contractMonths }) => contractMonths >= 1],
  ['a demand ends after today', '/validUntil', ({ validUntil }, today) => validUntil > today],
];

/** @throws RuleBroken `RULE_DEMAND_INVALID` with the pointer of the first member that breaks a rule */
export function checkTerms(document: DemandDocument, today: CivilDate): void {
  for (const [sentence, pointer, holds] of TERMS)
    if (!holds(document, today))
      throw new RuleBroken('RULE_DEMAND_INVALID', `not so: ${sentence}`, { pointer });
}
