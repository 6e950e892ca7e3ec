import type { IssuedRecord } from '#certificates';
import { streamsOf } from '#credentials';
import { decode, type EventStore, type StoredEvent } from '#event-store';
import { unionOfTo } from '#exchange';
import { stateOf, StoreError, type Instant, type Recipient } from '#kernel';
import {
  ERASED,
  unpackContents,
  type Erased,
  type Owner,
  type RecordContents,
  type Vault,
} from '#vault';

/** Streams whose first event is remembered: later events come long after it, or right behind. */
const REMEMBERED = 1_000;

/** A record, and when it was first recorded. */
export type Issued = IssuedRecord & { readonly recordedAt: Instant };

/** Whose events a stream holds: the worker's whose record it begins with; what begins with none is its own. */
export type Beginning = { readonly owner: Owner; readonly record?: Issued };

/** Records as the store keeps them and the vault opens them. */
export class RecordSource {
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #beginnings = new Map<string, Beginning>();

  constructor(store: EventStore, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  async eventsOf(stream: string): Promise<StoredEvent[]> {
    return (await this.#store.readStream(stream)).map(decode);
  }

  /** Of the stream that an event lies in: read only if it is a later one. */
  async beginningOf(event: StoredEvent): Promise<Beginning> {
    const { stream, revision } = event;
    const known = this.#beginnings.get(stream);
    if (known) return known;
    const [first] = revision === 0 ? [event] : await this.eventsOf(stream);
    if (!first) throw new StoreError('STORE_CORRUPT', `${stream} has no first event`);
    const beginning = beginningIn(first);
    if (this.#beginnings.size >= REMEMBERED)
      this.#beginnings.delete(this.#beginnings.keys().next().value!);
    this.#beginnings.set(stream, beginning);
    return beginning;
  }

  /** Everybody that the stream's events before this one went to. */
  async sentBefore({ stream, revision }: StoredEvent): Promise<readonly Recipient[]> {
    return revision === 0 ? [] : unionOfTo((await this.eventsOf(stream)).slice(0, revision));
  }

  /** Whether any event of the record went to the authority. */
  async wentTo(authority: string, issuer: string, id: string): Promise<boolean> {
    const streams = streamsOf(issuer, id).map((stream) => this.eventsOf(stream));
    const events = (await Promise.all(streams)).flat();
    return events.some(({ to = [] }) => to.some((recipient) => recipient.authority === authority));
  }

  /** What the vault's key opens, or ERASED once that key is destroyed. */
  async open(stream: string, { sealed }: IssuedRecord): Promise<RecordContents | Erased> {
    const bytes = await this.#vault.open(stream, Buffer.from(sealed, 'base64url'));
    return bytes === ERASED ? ERASED : unpackContents(bytes);
  }
}

function beginningIn({ stream, data, by, at }: StoredEvent): Beginning {
  const record = data as IssuedRecord;
  return record.jwt === undefined
    ? { owner: { controller: stateOf(by), subject: stream } }
    : { owner: record, record: { ...record, recordedAt: at } };
}
