import type { Routing } from '#certificates';
import type { CivilDate, DomainCommand, DomainEvent, Instant } from '#kernel';
import type { Corridor } from './corridor.ts';

/** A law that allows what is forbidden otherwise: asking for one sex. */
export const SEX_BASES = ['LAW_FORBIDS_THE_WORK', 'CARE_OF_PERSONS', 'SHARED_LODGING'] as const;

export const DEMAND_REFUSALS = [
  'QUOTA_EXHAUSTED',
  'EMPLOYER_NOT_VERIFIED',
  'TERMS_BELOW_LAW',
  'OCCUPATION_RESERVED',
] as const;
export const DEMAND_CLOSURES = ['FILLED_OTHERWISE', 'POSITION_WITHDRAWN', 'ENDED'] as const;

/** What an employer asks for (domain.md §3.2). An employer is a legal entity, by its number in its state's register. */
export type DemandDocument = {
  /** The labour ministry that registers it; with `id` it names the stream, `demand-<authority>-<id>`. */
  readonly authority: string;
  readonly id: string;
  readonly employer: {
    readonly register: 'BIN' | 'INN' | 'UNP' | 'TIN';
    readonly number: string;
    readonly name: string;
    /** ISIC section and class. */
    readonly industry: string;
  };
  readonly destination: string;
  readonly region: string;
  /** The states that workers are asked from. */
  readonly origins: readonly string[];
  /** ISCO-08, four digits. */
  readonly occupation: string;
  readonly headcount: number;
  readonly sex:
    | { readonly asked: 'ANY' }
    | { readonly asked: 'F' | 'M'; readonly basis: (typeof SEX_BASES)[number] };
  readonly wage: {
    readonly amount: number;
    readonly currency: string;
    readonly period: 'HOUR' | 'MONTH';
  };
  readonly hoursPerWeek: number;
  readonly housing: 'PROVIDED' | 'PAID_FOR' | 'NOT_PROVIDED';
  readonly contractMonths: number;
  readonly isSeasonal: boolean;
  /** The recognition profile workers must be confirmed under, where the employer's work asks for one. */
  readonly medicalProfile?: string;
  readonly validUntil: CivilDate;
};

export type DemandReference = { readonly authority: string; readonly id: string };

/** One demand lives in one stream, `demand-<authority>-<id>`; `case` is a case's stream without `case-`. */
export type DemandEvent =
  | DomainEvent<
      'DemandRegistered',
      DemandReference & {
        document: DemandDocument;
        corridors: readonly string[];
        statement: string;
      }
    >
  | DomainEvent<
      'QuotaReserved',
      DemandReference & { category: string; reference: string; statement: string }
    >
  | DomainEvent<'QuotaNotRequired', DemandReference & { corridors: readonly string[] }>
  | DomainEvent<'PlaceReserved', DemandReference & { case: string; until: Instant }>
  | DomainEvent<'PlaceTaken', DemandReference & { case: string }>
  | DomainEvent<'PlaceReleased', DemandReference & { case: string }>
  | DomainEvent<'DemandFilled', DemandReference>
  | DomainEvent<
      'DemandClosed',
      DemandReference & { reason: (typeof DEMAND_CLOSURES)[number]; statement: string }
    >
  | DomainEvent<
      'DemandRefused',
      DemandReference & { reason: (typeof DEMAND_REFUSALS)[number]; statement: string }
    >;

export type DemandCommand =
  | DomainCommand<
      'RegisterDemand',
      {
        document: DemandDocument;
        /** The rules of the corridors that it opens, today. */
        corridors: readonly Corridor[];
        /** The states that are party to a contract which it runs under. */
        parties: readonly string[];
        routing: Routing;
        statement: string;
      }
    >
  | DomainCommand<
      'ReserveQuota',
      DemandReference & {
        category: string;
        reference: string;
        /** The places of the category today; undefined if there is no such category. */
        most: number | undefined;
        statement: string;
      }
    >
  | DomainCommand<
      'ReservePlace',
      DemandReference & {
        case: string;
        until: Instant;
        /** Cases with a lapsed reservation here that were found to be selected all the same: their places are theirs. */
        selected: readonly string[];
      }
    >
  | DomainCommand<'TakePlace', DemandReference & { case: string }>
  | DomainCommand<'ReleasePlace', DemandReference & { case: string }>
  | DomainCommand<
      'CloseDemand',
      DemandReference & { reason: (typeof DEMAND_CLOSURES)[number]; statement: string }
    >
  | DomainCommand<
      'RefuseDemand',
      DemandReference & { reason: (typeof DEMAND_REFUSALS)[number]; statement: string }
    >;
