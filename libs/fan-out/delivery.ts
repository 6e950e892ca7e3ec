import type { ClaimPath, ContractReference, Instant, JsonObject } from '#kernel';

/** Where the messages to a state's authorities are published. */
export const topicOf = (state: string): string => `exchange.${state}`;

/** The plaintext of a message (architecture §9): one event as one authority may see it. */
export type Delivery = {
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly stream: string;
    readonly revision: number;
    readonly recordedAt: Instant;
    readonly under: readonly ContractReference[];
  };
  /** The worker, as this authority knows them and no other does; what is about no worker is a subject of its own. */
  readonly subject: string;
  /** The id of the redrive that had this message made anew. */
  readonly redriven?: string;
} & DeliveryContent;

export type DeliveryContent =
  | {
      /** The record, with the disclosures that are granted: `<jwt>~<disclosure>~…` (RFC 9901). */
      readonly presentation: string;
      /** When the record was first recorded, for an event that shares an older one: its signature is judged at this time. */
      readonly existsSince?: Instant;
      /** S5 claims for this authority: each `jwe` holds the disclosure of `digest`. */
      readonly sealed?: readonly SealedDisclosure[];
    }
  | {
      /** What became of a record, or what else an event says: its clear data, without the statement. */
      readonly data: JsonObject;
      /** The statement that caused it. Absent where a record did (superseded) or the hub itself (a compromised key, a number used twice). */
      readonly statement?: string;
    }
  | { readonly withheld: Withheld };

export type SealedDisclosure = {
  readonly path: ClaimPath;
  readonly digest: string;
  /** The authority of the message. */
  readonly to: string;
  readonly jwe: string;
};

/** Why a record is not shown: its key was destroyed, or no granted claim is left of it. */
export type Withheld = 'ERASED' | 'NOTHING_GRANTED';
