import type { Delivery } from '#fan-out';
import type { JsonObject } from '#kernel';

/** A delivery whose every claim this adapter has checked itself. */
export type VerifiedDelivery = {
  readonly authority: string;
  readonly event: Delivery['event'];
  /** The record it is about; none for an erasure, which names its records in `facts`. */
  readonly record?: { readonly issuer: string; readonly id: string; readonly digest: string };
  /** The demand it is about, if it is about one and no worker. */
  readonly demand?: { readonly authority: string; readonly id: string };
  /** The worker, as this authority knows them. */
  readonly subject: string;
  readonly content:
    | {
        /** What the authority may see of the record, what was sealed for it included. */
        readonly claims: JsonObject;
      }
    | {
        /** What became of the record or the demand, or which records are to be erased. */
        readonly facts: JsonObject;
        /** The signed statement behind it, for the authority's own files. */
        readonly statement?: string;
      };
};
