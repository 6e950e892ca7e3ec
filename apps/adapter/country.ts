import type { JsonObject } from '#kernel';
import type { VerifiedDelivery } from './pipeline/verified-delivery.ts';

/** What is particular to one country: who its deliveries are for, and the form its national system takes them in. */
export type Country = {
  /** ISO 3166-1 alpha-2 */
  readonly state: string;
  /** The authorities that this adapter receives for. */
  readonly authorities: readonly string[];
  /** The document for the national system. Pure: the same delivery gives the same document. */
  readonly map: (delivery: VerifiedDelivery) => JsonObject;
};
