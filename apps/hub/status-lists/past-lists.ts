import { statusAt, type Status } from '#certificates';
import { compressStatuses } from '#credentials';
import { decode, type StoredEvent } from '#event-store';
import { later, type Instant } from '#kernel';
import type { HubParts } from '../hub.life.ts';
import { keyDoubt } from '../views/trust-questions.ts';
import { issuerOf, noList } from './status-list-desk.ts';

/** How a list stood at an earlier time, in the form that published ones hold it in. */
export type PastList = {
  readonly list: string;
  readonly knownAt: Instant;
  readonly bits: 1;
  readonly lst: string;
};

const WITHDRAWN: readonly Status[] = ['REVOKED', 'SUPERSEDED', 'UNDER_REVIEW'];

/** What takes effect within the skew of clocks is shown as soon as it is known. */
const SKEW_SECONDS = 60;

/**
 * Makes a list anew as it stood, of all events of its issuer that were recorded by then: with it an auditor judges a list
 * that was signed at the time. Not signed itself, for a signature proves no time that has passed. The indices of
 * records that were erased since read 1.
 */
export class PastLists {
  private readonly parts: HubParts;

  constructor(parts: HubParts) {
    this.parts = parts;
  }

  /** @throws WireError WIRE_NOT_FOUND */
  async at(list: string, knownAt: Instant): Promise<PastList> {
    const { vault, views } = this.parts;
    const trust = await views.trustKnownAt(knownAt);
    const question = { validAt: later(knownAt, SKEW_SECONDS), knownAt };
    const withdrawn: string[] = [];
    const unknown: string[] = [];
    for (const [stream, events] of await this.streamsOf(issuerOf(list))) {
      const { status } = statusAt(events, { ...question, keyDoubt: keyDoubt(trust, events[0]) });
      if (WITHDRAWN.includes(status)) withdrawn.push(stream);
      if (status === 'UNKNOWN') unknown.push(stream);
    }
    const bytes = await vault.statuses(list, { withdrawn, unknown });
    if (!bytes) throw noList(list);
    return { list, knownAt, bits: 1, lst: compressStatuses({ bits: 1, bytes }) };
  }

  /** The certificates of an issuer with their lives, less what takes room and is not asked for. */
  private async streamsOf(issuer: string): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
    const streams = new Map<string, StoredEvent[]>();
    const filter = { streamPrefixes: [`certificate-${issuer}-`] };
    for await (const recorded of this.parts.store.readAll('start', filter)) {
      const event = decode(recorded);
      const { jwt: _, sealed: __, ...data } = event.data as Record<string, unknown>;
      const known = streams.get(event.stream);
      const slim = { ...event, data };
      if (known) known.push(slim);
      else streams.set(event.stream, [slim]);
    }
    return streams;
  }
}
