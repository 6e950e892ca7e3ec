import { fold, later, type Clock, type Instant } from '#kernel';
import {
  demand,
  holdsPlace,
  isOpen,
  lapsed,
  recruitmentCase,
  type Demand,
  type DemandCommand,
  type DemandReference,
  type Facts,
} from '#recruitment';
import { HUB, type EventLog } from '../../log/event-log.ts';
import { Turns } from './turns.ts';

/** As long as a selection may take, and repeating it after a break. */
export const RESERVATION_SECONDS = 120;

/** Lost races of one hub for one demand; each was won by another hub, and this one's own wait for each other. */
const ATTEMPTS = 32;

/**
 * Places of demands. Whoever selects reserves first, then moves the case, then takes the place (ADR 8); headcount holds
 * however many hubs do it at once. A demand is named by its stream without `demand-`, a case by its own without `case-`.
 */
export class Places {
  private readonly log: EventLog;
  private readonly clock: Clock;
  private readonly turns = new Turns();

  constructor(log: EventLog, clock: Clock) {
    this.log = log;
    this.clock = clock;
  }

  /** What a case's rules ask of a demand, as its stream says now; undefined if there is none. */
  async demand(name: string): Promise<Facts['demand']> {
    const state = await this.log.stateOf(streamOf(name), demand);
    if (!state.document) return undefined;
    const { origins, destination } = state.document;
    return { name, isOpen: isOpen(state, this.clock.now()), origins, destination };
  }

  /**
   * Reserves a place for a case that is to be selected: durable when it resolves. Reserved again it is the same place;
   * a reservation that is not used lapses by itself.
   * @throws RuleBroken `RULE_DEMAND_UNKNOWN`, `RULE_DEMAND_NOT_OPEN`, `RULE_NO_PLACE`
   */
  async reserve(name: string, id: string): Promise<NonNullable<Facts['place']>> {
    const { places } = await this.decide(name, async (known) => {
      // It was taken for an earlier selection, and whoever undid that broke off before saying so here.
      const isStale = known.places.get(id)?.isTaken && !(await this.isSelected(name, id));
      return isStale ? released(name, id, this.clock.now()) : this.reservation(name, id, known);
    });
    const place = places.get(id);
    return place ? { demand: name, until: place.until } : this.reserve(name, id);
  }

  /** The case was selected: its place is its own. @throws RuleBroken `RULE_DEMAND_UNKNOWN`, `RULE_NO_PLACE` */
  async take(name: string, id: string): Promise<void> {
    const data = { ...referenceIn(name), case: id };
    await this.decide(name, async () => ({
      ...{ type: 'TakePlace', data },
      ...{ at: this.clock.now(), by: HUB },
    }));
  }

  /** The case needs its place no more: another may have it. @throws RuleBroken `RULE_DEMAND_UNKNOWN` */
  async release(name: string, id: string): Promise<void> {
    await this.decide(name, async () => released(name, id, this.clock.now()));
  }

  /** Whatever is decided about a demand is decided here: by this hub one at a time. @returns the demand after it */
  decide(name: string, ask: (state: Demand) => Promise<DemandCommand>): Promise<Demand> {
    return this.turns.take(name, async () => {
      const trying = { attempts: ATTEMPTS };
      return (await this.log.carryOn(streamOf(name), demand, ask, trying)).state;
    });
  }

  /** Before lapsed places are given away it is looked whether their cases were selected all the same. */
  private async reservation(name: string, id: string, state: Demand): Promise<DemandCommand> {
    const at = this.clock.now();
    const found = lapsed(state, at).map(async (one) =>
      (await this.isSelected(name, one)) ? [one] : [],
    );
    const selected = (await Promise.all(found)).flat();
    const until = later(at, RESERVATION_SECONDS);
    const data = { ...referenceIn(name), case: id, until, selected };
    return { type: 'ReservePlace', data, at, by: HUB };
  }

  private async isSelected(name: string, id: string): Promise<boolean> {
    return holdsPlace(fold(recruitmentCase, await this.log.read(`case-${id}`)), name);
  }
}

export const streamOf = (name: string): string => `demand-${name}`;

/** No authority's id has a hyphen in it. */
export function referenceIn(name: string): DemandReference {
  const hyphen = name.indexOf('-');
  return { authority: name.slice(0, hyphen), id: name.slice(hyphen + 1) };
}

const released = (name: string, id: string, at: Instant): DemandCommand => ({
  type: 'ReleasePlace',
  data: { ...referenceIn(name), case: id },
  at,
  by: HUB,
});
