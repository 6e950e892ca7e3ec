import { byText, type ContractReference, type GrantReference, type Instant } from '#kernel';
import { contract } from '../domain/contract.decider.ts';
import {
  standingAt,
  versionAt,
  type Contract,
  type ContractStanding,
  type Version,
} from '../domain/contract.ts';
import type { ContractEvent, ContractVersion, Grant } from '../domain/contract.messages.ts';

/** Every contract with all its versions, by id: the deciders' own states. */
export type ContractsView = ReadonlyMap<string, Contract>;

type Row = (state: Contract, event: ContractEvent) => Contract;

export const contractsView = {
  initial: new Map() as ContractsView,

  /** Events of other families leave the view as it is. */
  evolve(view: ContractsView, event: { readonly type: string }): ContractsView {
    if (!Object.hasOwn(contract.evolve, event.type)) return view;
    const known = event as ContractEvent;
    const row = contract.evolve[known.type] as Row; // Filed under the event's own type.
    const id = known.data.contract;
    return new Map(view).set(id, row(view.get(id) ?? contract.initial, known));
  },
};

/** What the hub knew at `knownAt`: only what it had recorded by then (architecture §2, principle 7). */
export const contractsKnownAt = (
  events: readonly { readonly type: string; readonly at: Instant }[],
  knownAt: Instant,
): ContractsView =>
  events.filter(({ at }) => at <= knownAt).reduce(contractsView.evolve, contractsView.initial);

/** The versions in force at a moment, one per contract, by id. Nothing else allows an exchange. */
export const activeVersions = (view: ContractsView, at: Instant): readonly ContractVersion[] =>
  inForce(view, at).map(asVersion);

/** How a contract stands; undefined if none was proposed under this id. */
export function standingOf(
  view: ContractsView,
  id: string,
  at: Instant,
): ContractStanding | undefined {
  const found = view.get(id);
  return found && standingAt(found, at);
}

/** The version that an event was frozen under, whatever became of it since. */
export function versionOf(
  view: ContractsView,
  {
    contract: id,
    version,
    hash,
  }: Pick<ContractReference, 'contract' | 'version'> & { hash?: string },
): ContractVersion | undefined {
  const found = view.get(id)?.versions.find(({ document }) => document.version === version);
  return found && (hash ?? found.hash) === found.hash ? asVersion(found) : undefined;
}

/** The grants that an event was frozen with. One that is not known grants nothing. */
export const grantsOf = (
  view: ContractsView,
  references: readonly GrantReference[],
): readonly Grant[] =>
  references.flatMap((reference) => {
    const grant = versionOf(view, reference)?.document.grants[reference.grant];
    return grant ? [grant] : [];
  });

/** Versions in force whose issuers' still-valid records are yet to be shared. */
export const pendingBackfills = (view: ContractsView, at: Instant): readonly ContractVersion[] =>
  inForce(view, at)
    .filter(({ document, backfilled }) => document.includeValid && !backfilled)
    .map(asVersion);

const inForce = (view: ContractsView, at: Instant): readonly Version[] =>
  [...view.values()]
    .map((one) => (standingAt(one, at) === 'IN_FORCE' ? versionAt(one, at) : undefined))
    .filter((version) => version !== undefined)
    .sort((one, other) => byText(one.document.id, other.document.id));

const asVersion = ({ document, hash }: Version): ContractVersion => ({
  contract: document.id,
  version: document.version,
  hash,
  document,
});

/** Whom a contract lets ask: every holder of a role in a state; agencies and centres get answers, never deliveries. */
export type GrantedRole = { readonly state: string; readonly role: string };

/** What is asked about: whose it is, of which type, and the contracts that it runs under. */
export type AskedMatter = {
  readonly issuer: string;
  readonly recordType: string;
  readonly under: readonly ContractReference[];
};

/** Whether the version lets the role ask: it grants it this, and is of a contract that this runs under, whatever version. */
export const letsAsk = (
  { contract, document: { grants } }: ContractVersion,
  { state, role }: GrantedRole,
  { issuer, recordType, under }: AskedMatter,
): boolean =>
  under.some((one) => one.contract === contract) &&
  grants.some(
    ({ from, recordType: type, to }) =>
      from === issuer &&
      type === recordType &&
      'role' in to &&
      to.role === role &&
      to.state === state,
  );
