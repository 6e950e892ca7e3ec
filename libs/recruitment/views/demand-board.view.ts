import { byText, type Instant } from '#kernel';
import { demand } from '../domain/demand.decider.ts';
import type { DemandDocument, DemandEvent, DemandReference } from '../domain/demand.messages.ts';
import { isOpen, occupants, type Demand, type DemandStatus } from '../domain/demand.ts';

/** Every demand, by `<authority>-<id>`: the deciders' own states. */
export type DemandBoard = ReadonlyMap<string, Demand>;

/** A demand as the board shows it: counts of places, and nobody's case. */
export type DemandNotice = {
  readonly name: string;
  readonly document: DemandDocument;
  readonly status: DemandStatus;
  readonly isOpen: boolean;
  readonly taken: number;
  /** Neither taken nor reserved at that moment. */
  readonly free: number;
};

export type DemandFilter = {
  readonly origin?: string;
  readonly destination?: string;
  readonly occupation?: string;
  readonly openOnly?: boolean;
};

type Row = (state: Demand, event: DemandEvent) => Demand;

export const nameOf = ({ authority, id }: DemandReference): string => `${authority}-${id}`;

export const demandBoard = {
  initial: new Map() as DemandBoard,

  /** Events of other families leave the view as it is. */
  evolve: (view: DemandBoard, event: { readonly type: string }): DemandBoard =>
    isOfDemand(event) ? takeIn(new Map(view), event) : view,
};

/** `evolve` of a board that is its follower's own: nothing is copied, for there are as many events as places. */
export function takeIn<Board extends Map<string, Demand>>(
  board: Board,
  event: { readonly type: string },
): Board {
  if (!isOfDemand(event)) return board;
  const row = demand.evolve[event.type] as Row; // Filed under the event's own type.
  const name = nameOf(event.data);
  board.set(name, row(board.get(name) ?? demand.initial, event));
  return board;
}

const isOfDemand = (event: { readonly type: string }): event is DemandEvent =>
  Object.hasOwn(demand.evolve, event.type);

/** What the board shows then, by name. */
export const noticesAt = (
  view: DemandBoard,
  at: Instant,
  { origin, destination, occupation, openOnly = false }: DemandFilter = {},
): readonly DemandNotice[] =>
  [...view]
    .flatMap(([name, state]) => noticeOf(name, state, at) ?? [])
    .filter(
      ({ document, ...notice }) =>
        (origin === undefined || document.origins.includes(origin)) &&
        (destination === undefined || document.destination === destination) &&
        (occupation === undefined || document.occupation.startsWith(occupation)) &&
        (!openOnly || notice.isOpen),
    )
    .sort((one, other) => byText(one.name, other.name));

/** What is shown of a demand then; undefined before it was registered. */
export function noticeOf(name: string, state: Demand, at: Instant): DemandNotice | undefined {
  const { document, status, places } = state;
  if (!document) return undefined;
  const taken = [...places.values()].filter(({ isTaken }) => isTaken).length;
  const free = Math.max(0, document.headcount - occupants(state, at).length);
  return { name, document, status, isOpen: isOpen(state, at), taken, free };
}
