import type { ContractReference, Instant } from '#kernel';
import { jcs, sha256, signJws, type SigningKey } from '#signing';
import type { StoredEvent } from '#event-store';

/** What a receipt says (architecture §11). `digest` is the record's, or that of the statement the event holds. */
export type ReceiptPayload = {
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
  readonly digest: string;
  readonly recordedAt: Instant;
  readonly under: readonly ContractReference[];
};

/** A receipt as the ministry keeps it: `receipt+jws`, and the position that a query may ask to be answered at or after. */
export type Receipt = { readonly receipt: string; readonly position: string };

/**
 * Signs receipts with the hub's receipt key of genesis. A receipt is a function of the stored event and
 * EdDSA is deterministic, so the same push gives the same bytes whenever it is asked again.
 */
export class Receipts {
  private readonly key: SigningKey;

  constructor(key: SigningKey) {
    this.key = key;
  }

  of(event: StoredEvent, digest: string): Receipt {
    const payload: ReceiptPayload = {
      event: event.id,
      stream: event.stream,
      revision: event.revision,
      digest,
      recordedAt: event.at,
      under: event.under ?? [],
    };
    return { receipt: signJws('receipt+jws', jcs(payload), this.key), position: event.position };
  }
  /** The receipt that was given for a stored event; undefined for what the hub noted by itself. */
  again(event: StoredEvent): string | undefined {
    const digest = digestGiven(event.data);
    return digest === undefined ? undefined : this.of(event, digest).receipt;
  }
}

/** A record's digest, that of a statement, or the hash of a contract that was proposed or signed. */
function digestGiven(data: unknown): string | undefined {
  const { jwt, digest, statement, hash } = data as Readonly<Record<string, string>>;
  if (jwt !== undefined) return digest;
  return statement === undefined ? hash : sha256(statement);
}
