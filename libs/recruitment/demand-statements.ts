import type { ContractVersion } from '#contracts';
import { route, type Directory, type Route } from '#exchange';
import { stateOf, type CivilDate, type Instant, type JsonObject } from '#kernel';
import { corridorAt } from './domain/corridors.ts';
import type {
  DEMAND_CLOSURES,
  DEMAND_REFUSALS,
  DemandCommand,
  DemandDocument,
  DemandReference,
} from './domain/demand.messages.ts';
import { quotaOf } from './domain/quotas.ts';

type Payloads = {
  readonly 'demand+jws': { readonly demand: DemandDocument };
  readonly 'demand-quota+jws': {
    readonly demand: DemandReference;
    readonly category: string;
    readonly reference: string;
  };
  readonly 'demand-closing+jws': {
    readonly demand: DemandReference;
    readonly reason: (typeof DEMAND_CLOSURES)[number];
  };
  readonly 'demand-refusal+jws': {
    readonly demand: DemandReference;
    readonly reason: (typeof DEMAND_REFUSALS)[number];
  };
};

export type DemandStatementType = keyof Payloads;

/** A statement that was verified, as far as a command needs it. */
type Said = { readonly by: string; readonly text: string };

/** What is known when it is decided. */
export type DemandGrounds = {
  /** The contract versions in force then. */
  readonly active: readonly ContractVersion[];
  readonly directory: Directory;
  readonly today: CivilDate;
};

type Asked = Pick<DemandCommand, 'type' | 'data'>;

/** What each statement about a demand asks of it. */
const COMMANDS: {
  readonly [Type in DemandStatementType]: (
    payload: Payloads[Type],
    statement: string,
    grounds: DemandGrounds,
  ) => Asked;
} = {
  'demand+jws'({ demand: document }, statement, grounds) {
    const { origins, destination } = document;
    const corridors = origins.flatMap(
      (origin) => corridorAt(origin, destination, grounds.today) ?? [],
    );
    const { under, to, parties } = routeOfDemand(document, grounds);
    const data = { document, corridors, parties, routing: { under, to }, statement };
    return { type: 'RegisterDemand', data };
  },

  'demand-quota+jws': ({ demand: { authority, id }, category, reference }, statement, grounds) => ({
    type: 'ReserveQuota',
    data: {
      ...{ authority, id, category, reference, statement },
      most: quotaOf(stateOf(authority), category, grounds.today),
    },
  }),

  'demand-closing+jws': ({ demand: { authority, id }, reason }, statement) => ({
    type: 'CloseDemand',
    data: { authority, id, reason, statement },
  }),

  'demand-refusal+jws': ({ demand: { authority, id }, reason }, statement) => ({
    type: 'RefuseDemand',
    data: { authority, id, reason, statement },
  }),
};

/** What contracts call a demand in their grants. */
export const DEMAND_SUBJECT = 'Demand';

/** Under which contracts a demand runs: those with a state that it asks workers from. */
export function routeOfDemand(
  { authority, origins }: Pick<DemandDocument, 'authority' | 'origins'>,
  { active, directory }: Pick<DemandGrounds, 'active' | 'directory'>,
): Route & { readonly parties: readonly string[] } {
  const versions = active.filter(({ document }) =>
    document.parties.some((party) => origins.includes(party)),
  );
  const routing = route({ issuer: authority, recordType: DEMAND_SUBJECT }, versions, directory);
  const granting = versions.filter(({ hash }) => routing.under.some((one) => one.hash === hash));
  return { ...routing, parties: granting.flatMap(({ document }) => document.parties) };
}

/**
 * What a statement about a demand asks, once it is proved who says it. Whether the signer may ask it is decided on the
 * demand's stream.
 * @param payload fits the schema of its `typ`, or will be compared with the event it led to
 */
export function demandCommand(
  typ: DemandStatementType,
  payload: JsonObject,
  { by, text }: Said,
  at: Instant,
  grounds: DemandGrounds,
): DemandCommand {
  const row = COMMANDS[typ] as (payload: unknown, text: string, grounds: DemandGrounds) => Asked;
  // Sound: type and data were paired in the row.
  return { ...row(payload, text, grounds), at, by } as DemandCommand;
}
