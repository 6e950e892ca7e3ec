import type { ContractReference, Instant, Recipient } from '#kernel';
import { dayOf, later } from '#kernel';
import type { DemandDocument } from './demand.messages.ts';

export type DemandStatus = 'ABSENT' | 'REGISTERED' | 'OPEN' | 'FILLED' | 'CLOSED' | 'REFUSED';

export type Place = { readonly until: Instant; readonly isTaken: boolean };

export type Demand = {
  readonly document: DemandDocument | undefined;
  readonly status: DemandStatus;
  /** Reserved and taken places, by case. */
  readonly places: ReadonlyMap<string, Place>;
  readonly under: readonly ContractReference[];
  readonly to: readonly Recipient[];
  /** Acts of statements that were carried out. */
  readonly acts: readonly string[];
};

export const noDemand: Demand = {
  document: undefined,
  status: 'ABSENT',
  places: new Map(),
  under: [],
  to: [],
  acts: [],
};

/**
 * How long after its end a reservation still keeps its place: another hub's clock may be behind, and a selection that
 * it recorded in time may not have been seen yet.
 */
const RESERVATION_GRACE_SECONDS = 60;

/** A reservation lapses by itself; nobody records that it did. */
export const isLapsed = (place: Place, at: Instant): boolean => hasEnded(place, lapsingAt(at));

/** Reservations that ended before this have lapsed at that moment. */
const lapsingAt = (at: Instant): Instant => later(at, -RESERVATION_GRACE_SECONDS);
const hasEnded = ({ until, isTaken }: Place, before: Instant): boolean =>
  !isTaken && until < before;

/** The cases that hold a place then. */
export function occupants({ places }: Demand, at: Instant): readonly string[] {
  const before = lapsingAt(at);
  return [...places].filter(([, place]) => !hasEnded(place, before)).map(([id]) => id);
}

/** Cases whose reservation has lapsed: before their places are given away, it is looked whether they were selected. */
export function lapsed({ places }: Demand, at: Instant): readonly string[] {
  const before = lapsingAt(at);
  return [...places].filter(([, place]) => hasEnded(place, before)).map(([id]) => id);
}

/** Takes selections, on its days. A demand past its last day is over without an event. */
export const isOpen = ({ status, document }: Demand, at: Instant): boolean =>
  document !== undefined && dayOf(at) <= document.validUntil && status === 'OPEN';
