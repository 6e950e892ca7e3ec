import type { IssuedRecord } from '#certificates';
import { streamsOf } from '#credentials';
import { decode, type EventStore, type StoredEvent } from '#event-store';
import { StoreError, type Instant } from '#kernel';
import { ERASED, unpackContents, type Erased, type RecordContents, type Vault } from '#vault';

/** Records whose first event is remembered: a record's later events come long after it, or right behind. */
const REMEMBERED = 1_000;

/** A record, and when it was first recorded. */
export type Issued = IssuedRecord & { readonly recordedAt: Instant };

/** Records as the store keeps them and the vault opens them. */
export class RecordSource {
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #issued = new Map<string, Issued>();

  constructor(store: EventStore, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  async eventsOf(stream: string): Promise<StoredEvent[]> {
    return (await this.#store.readStream(stream)).map(decode);
  }

  /** What the first event of a record's stream says. */
  async issued(stream: string): Promise<Issued> {
    const known = this.#issued.get(stream);
    if (known) return known;
    const [first] = await this.eventsOf(stream);
    if (!first) throw new StoreError('STORE_CORRUPT', `${stream} does not begin with its record`);
    const record = { ...(first.data as IssuedRecord), recordedAt: first.at };
    if (this.#issued.size >= REMEMBERED) this.#issued.delete(this.#issued.keys().next().value!);
    this.#issued.set(stream, record);
    return record;
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
