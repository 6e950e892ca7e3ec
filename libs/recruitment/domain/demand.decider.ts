import {
  actOf,
  dayOf,
  joinRouting,
  later,
  RuleBroken,
  TrustError,
  type Decider,
  type Instant,
} from '#kernel';
import { checkTerms } from './demand-terms.ts';
import {
  isLapsed,
  isOpen,
  lapsed,
  noDemand,
  occupants,
  type Demand,
  type Place,
} from './demand.ts';
import type {
  DemandCommand,
  DemandDocument,
  DemandEvent,
  DemandReference,
} from './demand.messages.ts';

/** What an employer asks for, and who has its places. Whoever selects reserves here first, so that headcount holds. */
export const demand: Decider<Demand, DemandCommand, DemandEvent> = {
  initial: noDemand,

  decide: {
    RegisterDemand({ data: { document, corridors, parties, routing, statement }, at, by }, state) {
      const { authority, id } = document;
      checkAuthority({ authority, id }, by);
      if (state.acts.includes(actOf(statement))) return [];
      if (state.document)
        throw new RuleBroken('RULE_RECORD_ID_REUSED', `${id} names another demand`, {
          facts: { id },
        });
      checkTerms(document, dayOf(at));
      for (const origin of document.origins) {
        const facts = { origin, destination: document.destination };
        if (!corridors.some((one) => one.origin === origin))
          throw new RuleBroken('RULE_CORRIDOR_UNKNOWN', 'a corridor has no rule today', { facts });
        if (!parties.includes(origin))
          throw new RuleBroken('RULE_NO_CONTRACT', 'no contract in force grants this', { facts });
      }
      const names = corridors.map((one) => one.id);
      const sent = { at, by, ...routing };
      const reference = { authority, id };
      const registered = { ...reference, document, corridors: names, statement };
      return [
        { type: 'DemandRegistered', data: registered, ...sent },
        ...(corridors.some(({ quotaNeeded }) => quotaNeeded)
          ? []
          : [
              {
                type: 'QuotaNotRequired' as const,
                data: { ...reference, corridors: names },
                ...sent,
              },
            ]),
      ];
    },

    ReserveQuota({ data: { category, reference, most, statement, ...named }, at, by }, state) {
      const { headcount } = known(state, named);
      checkAuthority(named, by);
      if (state.acts.includes(actOf(statement))) return [];
      checkStatus(state, 'REGISTERED');
      if (most === undefined || headcount > most)
        throw new RuleBroken('RULE_QUOTA_CATEGORY', 'the quota does not cover the demand', {
          pointer: '/category',
          facts: { category },
        });
      const data = { ...referenceTo(named), category, reference, statement };
      return [{ type: 'QuotaReserved', data, ...toAll(state, at, by) }];
    },

    ReservePlace({ data: { case: id, until, selected, ...named }, at, by }, state) {
      const document = known(state, named);
      const place = state.places.get(id);
      if (place?.isTaken || (place && at <= place.until)) return [];
      if (!isOpen(state, at)) throw notOpen(state);
      if (until <= at || until > later(at, LONGEST_RESERVATION_SECONDS))
        throw new RuleBroken('RULE_RESERVATION_TIME', 'a reservation of another length', {
          pointer: '/until',
        });
      // Selected in time and cut off before that was noted here: noted now.
      const theirs = lapsed(state, at).filter((one) => selected.includes(one));
      const noted = toNobody(state, at, by);
      const taken = theirs.map((one): DemandEvent => ({
        type: 'PlaceTaken',
        data: { ...referenceTo(named), case: one },
        ...noted,
      }));
      if (theirs.includes(id))
        return [...taken, ...filled(state, document, theirs, toAll(state, at, by))];
      const occupied = new Set([...occupants(state, at), ...theirs]);
      occupied.delete(id);
      if (occupied.size >= document.headcount)
        throw new RuleBroken('RULE_NO_PLACE', 'every place is reserved or taken', {
          facts: { headcount: document.headcount },
        });
      const data = { ...referenceTo(named), case: id, until };
      return [...taken, { type: 'PlaceReserved', data, ...noted }];
    },

    TakePlace({ data: { case: id, ...named }, at, by }, state) {
      const document = known(state, named);
      const place = state.places.get(id);
      if (place?.isTaken) return [];
      const isGivenAway = occupants(state, at).length >= document.headcount;
      if (!place || (isLapsed(place, at) && isGivenAway))
        throw new RuleBroken('RULE_NO_PLACE', 'no place is reserved for the case');
      const data = { ...referenceTo(named), case: id };
      return [
        { type: 'PlaceTaken', data, ...toNobody(state, at, by) },
        ...filled(state, document, [id], toAll(state, at, by)),
      ];
    },

    ReleasePlace({ data: { case: id, ...named }, at, by }, state) {
      known(state, named);
      if (!state.places.has(id)) return [];
      const data = { ...referenceTo(named), case: id };
      return [{ type: 'PlaceReleased', data, ...toNobody(state, at, by) }];
    },

    CloseDemand({ data: { reason, statement, ...named }, at, by }, state) {
      known(state, named);
      checkAuthority(named, by);
      if (state.acts.includes(actOf(statement))) return [];
      checkStatus(state, 'REGISTERED', 'OPEN', 'FILLED');
      const data = { ...referenceTo(named), reason, statement };
      return [{ type: 'DemandClosed', data, ...toAll(state, at, by) }];
    },

    RefuseDemand({ data: { reason, statement, ...named }, at, by }, state) {
      known(state, named);
      checkAuthority(named, by);
      if (state.acts.includes(actOf(statement))) return [];
      checkStatus(state, 'REGISTERED');
      const data = { ...referenceTo(named), reason, statement };
      return [{ type: 'DemandRefused', data, ...toAll(state, at, by) }];
    },
  },

  evolve: {
    DemandRegistered: (state, { data, ...routing }) => ({
      ...done(state, data.statement),
      ...joinRouting(state, routing),
      ...{ document: data.document, status: 'REGISTERED' },
    }),
    QuotaReserved: (state, { data }) => ({ ...done(state, data.statement), status: 'OPEN' }),
    QuotaNotRequired: (state) => ({ ...state, status: 'OPEN' }),
    PlaceReserved: (state, { data: { case: id, until } }) =>
      placed(state, (places) => places.set(id, { until, isTaken: false })),
    PlaceTaken: (state, { data: { case: id }, at }) =>
      placed(state, (places) => places.set(id, { until: at, isTaken: true })),
    PlaceReleased: (state, { data: { case: id } }) => ({
      ...placed(state, (places) => places.delete(id)),
      status: state.status === 'FILLED' ? 'OPEN' : state.status,
    }),
    DemandFilled: (state) => ({ ...state, status: 'FILLED' }),
    DemandClosed: (state, { data }) => ({ ...done(state, data.statement), status: 'CLOSED' }),
    DemandRefused: (state, { data }) => ({ ...done(state, data.statement), status: 'REFUSED' }),
  },
};

/** A place is reserved for as long as a selection takes, and no longer. */
const LONGEST_RESERVATION_SECONDS = 3600;

function checkAuthority({ authority }: DemandReference, by: string): void {
  if (by !== authority)
    throw new TrustError('TRUST_WRONG_ISSUER', `${by} did not register the demand`, {
      facts: { issuer: authority },
    });
}

function known({ document }: Demand, { authority, id }: DemandReference): DemandDocument {
  if (document?.authority === authority && document.id === id) return document;
  throw new RuleBroken('RULE_DEMAND_UNKNOWN', `${authority} has no such demand ${id}`);
}

function checkStatus(state: Demand, ...statuses: readonly Demand['status'][]): void {
  if (!statuses.includes(state.status)) throw notOpen(state);
}

const notOpen = ({ status }: Demand) =>
  new RuleBroken('RULE_DEMAND_NOT_OPEN', `the demand is ${status}`, { facts: { status } });

const toAll = ({ under, to }: Demand, at: Instant, by: string) => ({ at, by, under, to });

/** Who has which place is sent to nobody: one state's cases are not another's business. */
const toNobody = ({ under }: Demand, at: Instant, by: string) => ({ at, by, under });

/** The last place was taken with these. */
function filled(
  { places, status }: Demand,
  document: DemandDocument,
  more: readonly string[],
  sent: ReturnType<typeof toAll>,
): readonly DemandEvent[] {
  const taken = [...places].filter(([, { isTaken }]) => isTaken).length + more.length;
  return status === 'OPEN' && taken >= document.headcount
    ? [{ type: 'DemandFilled', data: referenceTo(document), ...sent }]
    : [];
}

function placed(state: Demand, change: (places: Map<string, Place>) => void): Demand {
  const places = new Map(state.places);
  change(places);
  return { ...state, places };
}

const done = (state: Demand, statement: string): Demand => ({
  ...state,
  acts: [...state.acts, actOf(statement)],
});

const referenceTo = ({ authority, id }: DemandReference): DemandReference => ({ authority, id });
