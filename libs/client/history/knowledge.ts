import { activeVersions, type ContractsView, type ContractVersion } from '#contracts';
import { route, type Route } from '#exchange';
import { HubError, later, type Instant } from '#kernel';
import { authoritiesWith, authority, type Role, type TrustList } from '#participants';

/**
 * Seconds that a hub's knowledge may lie behind when it decides, and that may pass until it records: it makes
 * keys durable in between (architecture §8: a view older than 10 s refuses pushes).
 */
export const DECISION_SECONDS = 10;

/** What a record's routing depends on. */
export type Matter = { readonly issuer: string; readonly recordType: string };

/** What participants' and contracts' events up to some place in the store prove. */
export class Knowledge {
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
  ): Knowledge {
    const since = at > this.since ? at : this.since;
    return 'trust' in change
      ? new Knowledge(change.trust, this.contracts, since, this.#turns)
      : new Knowledge(this.trust, change.contracts, since);
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
    return route(matter, versions, {
      authority: (id) => authority(this.trust, id),
      authoritiesWith: (state, role) =>
        authoritiesWith(this.trust, state, role as Role).map(({ id }) => id),
    });
  }
}

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

/** All that was known, as far back as a decision may reach. */
export class Lookback {
  /** The oldest first. */
  #states: readonly Knowledge[];

  constructor(first: Knowledge) {
    this.#states = [first];
  }

  get now(): Knowledge {
    return this.#states.at(-1)!;
  }

  learn(next: Knowledge): void {
    const start = later(next.since, -FARTHEST_SECONDS);
    const all = [...this.#states, next];
    this.#states = all.filter((one, index) => one === next || all[index + 1]!.since > start);
  }

  /**
   * Asks what a hub asked that recorded at `at`: with what is known, and if that refuses, with what another hub may
   * have known, or this one seconds before. One answer is enough: it is what an honest hub may have decided.
   * @throws the refusal by what is known
   */
  decided<Answer>(at: Instant, ask: (knowledge: Knowledge, moment: Instant) => Answer): Answer {
    const now = attempt(() => ask(this.now, at));
    if ('answer' in now) return now.answer;
    for (const [knowledge, moment] of this.#earlier(at)) {
      const then = attempt(() => ask(knowledge, moment));
      if ('answer' in then) return then.answer;
    }
    throw now.refusal;
  }

  /** What may have been known when it was decided, and when that may have been. */
  *#earlier(at: Instant): Generator<readonly [Knowledge, Instant]> {
    const start = later(at, -DECISION_SECONDS);
    for (const [index, knowledge] of [...this.#states.entries()].reverse()) {
      const next = this.#states[index + 1];
      if (next && next.since <= start) return;
      for (const moment of knowledge.moments(start, at)) yield [knowledge, moment];
      yield [knowledge, start];
    }
  }
}

type Attempt<Answer> = { readonly answer: Answer } | { readonly refusal: HubError };

function attempt<Answer>(ask: () => Answer): Attempt<Answer> {
  try {
    return { answer: ask() };
  } catch (error) {
    if (error instanceof HubError) return { refusal: error };
    throw error;
  }
}

/** A hub whose clock is behind records with a time before that of others; its decisions reach back from there. */
const FARTHEST_SECONDS = 60 + DECISION_SECONDS;
