import type { Instant, JsonObject } from '#kernel';

/** What a national system did with a delivery. RETAINED answers an erasure notice: it must keep the data, on this legal basis. */
export type NationalOutcome =
  | { readonly outcome: 'DELIVERED' | 'ERASED' }
  | { readonly outcome: 'RETAINED'; readonly reason: string; readonly until: Instant };

/**
 * The system of one country behind its adapter. An implementation speaks one national protocol; the content
 * it is given is already in the country's own form.
 */
export abstract class NationalSystem {
  /**
   * Resolves when the system has taken the document. The same key again is the same delivery: the system
   * answers as before and does nothing twice.
   * @throws UpstreamError `UPSTREAM_UNAVAILABLE` when it did not answer or asks for patience,
   *   `UPSTREAM_REFUSED` when it answered and did not take the document
   */
  abstract deliver(key: string, document: JsonObject): Promise<NationalOutcome>;
  abstract close(): void;
}
