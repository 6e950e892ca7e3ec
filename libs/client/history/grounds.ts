import { activeVersions, type ContractsView, type ContractVersion } from '#contracts';
import { route, type Directory, type Route } from '#exchange';
import { later, type Instant } from '#kernel';
import { authoritiesWith, authority, type Role, type TrustList } from '#participants';

/** What a record's routing depends on. */
export type Matter = { readonly issuer: string; readonly recordType: string };

/** What participants' and contracts' events up to some place in the store prove. */
export class Grounds {
  readonly trust: TrustList;
  readonly contracts: ContractsView;
  /** When the last of them was recorded. */
  readonly since: Instant;
  readonly #turns: readonly Instant[];
  readonly #routes = new Map<string, Route>();

  constructor(
    trust: TrustList,
    contracts: ContractsView,
    since: Instant,
    turns = turnsOf(contracts),
  ) {
    this.trust = trust;
    this.contracts = contracts;
    this.since = since;
    this.#turns = turns;
  }

  /** With what one more event proves. */
  with(
    change: { readonly trust: TrustList } | { readonly contracts: ContractsView },
    at: Instant,
  ): Grounds {
    const since = at > this.since ? at : this.since;
    return 'trust' in change
      ? new Grounds(change.trust, this.contracts, since, this.#turns)
      : new Grounds(this.trust, change.contracts, since);
  }

  /** Moments between `from` and `to`, both included, that see every set of contracts in force in that time; the latest first. */
  *moments(from: Instant, to: Instant): Generator<Instant> {
    yield to;
    for (const turn of this.#turns.toReversed())
      if (from < turn && turn <= to) yield later(turn, -0.001);
  }

  active(at: Instant): readonly ContractVersion[] {
    return activeVersions(this.contracts, at);
  }

  /** Who gets such a record under the contracts that are in force then. */
  route(matter: Matter, at: Instant): Route {
    const turn = this.#turns.findLast((one) => one <= at) ?? '';
    const name = `${matter.issuer} ${matter.recordType} ${turn}`;
    const known = this.#routes.get(name);
    if (known) return known;
    const made = this.routeUnder(this.active(at), matter);
    this.#routes.set(name, made);
    return made;
  }

  routeUnder(versions: readonly ContractVersion[], matter: Matter): Route {
    return route(matter, versions, directoryOf(this.trust));
  }
}

/** The trust list as routing asks it. */
export const directoryOf = (trust: TrustList): Directory => ({
  authority: (id) => authority(trust, id),
  authoritiesWith: (state, role) => authoritiesWith(trust, state, role as Role).map(({ id }) => id),
});

/** When other contracts come to be in force, ascending. */
const turnsOf = (contracts: ContractsView): readonly Instant[] =>
  [...contracts.values()]
    .flatMap(({ versions, terminatedFrom }) => [
      terminatedFrom,
      ...versions.flatMap(({ effectiveFrom, suspensions, document: { validUntil } }) => [
        effectiveFrom,
        validUntil,
        ...suspensions.flatMap(({ from, until }) => [from, until]),
      ]),
    ])
    .filter((turn) => turn !== undefined)
    .sort();
