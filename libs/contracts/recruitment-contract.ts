import type { ClaimPath } from '#kernel';
import { fromTemplate, WORKER_CLAIMS, type TemplateTerms } from './contract-template.ts';
import type { ContractDocument, Grant, LegalBasis } from './domain/contract.messages.ts';

/** A party of the template: its state, and the labour ministry that registers demands and opens cases. */
export type RecruitmentParty = { readonly state: string; readonly labour: string };

export type RecruitmentContractTerms = TemplateTerms<RecruitmentParty> & {
  /** The acts that the parties stand on. None is known well enough to be a default. */
  readonly legalBasis: readonly LegalBasis[];
};

/** Who comes, and on what terms the worker agreed to it: what a border and a register need. */
const MIGRATION_CLAIMS: readonly ClaimPath[] = [
  ['number'],
  ...WORKER_CLAIMS,
  ['destination'],
  ['registeredOn'],
  ['consent'],
  ['agency'],
  ['supersedes'],
];

/** What the worker can do and understands too. */
const LABOUR_CLAIMS: readonly ClaimPath[] = [
  ...MIGRATION_CLAIMS,
  ['originRegion'],
  ['occupations'],
  ['languages'],
];

/**
 * A contract, ready to sign, by which every party's labour ministry shares its employers' demands and its workers'
 * recruitment cases with the others. Demands are seen by their labour ministries and by licensed agencies; cases by
 * their labour and migration authorities, agencies learn whether a case may go on, and information centres tell
 * workers who show their consent token how it stands.
 */
export function recruitmentContract(terms: RecruitmentContractTerms): ContractDocument {
  const { parties, legalBasis } = terms;
  return fromTemplate(terms, {
    title: 'Organised recruitment of workers',
    legalBasis,
    grants: parties.flatMap((one) => [
      ...parties.filter(({ state }) => state !== one.state).flatMap((other) => shared(one, other)),
      ...parties.flatMap((party) => [...toAgencies(one, party), toCentres(one, party)]),
    ]),
  });
}

const purpose = 'ORGANISED_RECRUITMENT';

const shared = ({ labour: from }: RecruitmentParty, to: RecruitmentParty): readonly Grant[] => [
  { from, to: { authority: to.labour }, recordType: 'Demand', claims: [], purpose },
  {
    ...{ from, to: { authority: to.labour } },
    ...{ recordType: 'RecruitmentCase', claims: LABOUR_CLAIMS, purpose },
  },
  {
    ...{ from, to: { state: to.state, role: 'migration-authority' } },
    ...{ recordType: 'RecruitmentCase', claims: MIGRATION_CLAIMS, purpose: 'ADMISSION_TO_WORK' },
  },
];

/** What a worker consents to with the token; a contract grants it to the information centres of a state. */
const OWN_STATUS = 'OWN_STATUS';

const toCentres = (
  { labour: from }: RecruitmentParty,
  { state }: RecruitmentParty,
): Grant => ({
  ...{ from, to: { state, role: 'information-centre' } },
  ...{ recordType: 'RecruitmentCase', claims: [], purpose: OWN_STATUS },
});

const toAgencies = (
  { labour: from }: RecruitmentParty,
  { state }: RecruitmentParty,
): readonly Grant[] =>
  ['Demand', 'RecruitmentCase'].map((recordType) => ({
    ...{ from, to: { state, role: 'agency' } },
    ...{ recordType, claims: [], purpose },
  }));
