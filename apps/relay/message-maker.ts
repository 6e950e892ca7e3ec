import { grantsOf, type ContractsView } from '#contracts';
import type { Position, StoredEvent } from '#event-store';
import type { SubjectEvent } from '#exchange';
import type { Delivery, DeliveryContent, Message } from '#fan-out';
import { newcomers, stateOf, type Clock, type JsonObject, type Recipient } from '#kernel';
import type { TrustList } from '#participants';
import { sealMessage } from '#signing';
import { ERASED, type Owner } from '#vault';
import { lifecycleContent, openRecord, recordContent } from './delivery-content.ts';
import { encryptionKeyOf } from './encryption-key.ts';
import type { LaneKeys } from './lane-keys.ts';
import type { RecordSource } from './record-source.ts';
import { redriven, type Redrive } from './redrive.ts';
import type { RelaySecrets } from './relay-secrets.ts';

/** What the relay knows of contracts and participants. */
export type RelayView = { readonly contracts: ContractsView; readonly trust: TrustList };

/** Something that whoever runs the relay should know; names no person. */
export type Report = (what: string, facts: Readonly<Record<string, string | number>>) => void;

export type MakerParts = {
  readonly records: RecordSource;
  readonly view: { readonly state: RelayView; waitFor(position: Position): Promise<void> };
  readonly secrets: RelaySecrets;
  readonly laneKeys: LaneKeys;
  readonly clock: Clock;
  readonly report: Report;
};

/** What an event puts into a lane, and the keys whose waiting messages it takes out before. */
export type Made = { readonly messages: readonly Message[]; readonly forget: readonly string[] };

/** Whose event it is, and what each of its recipients gets. */
type Matter = {
  readonly owner: Owner;
  readonly contentFor: (recipient: Recipient) => DeliveryContent | Promise<DeliveryContent>;
};

const NOTHING: Made = { messages: [], forget: [] };

/** Makes the messages that carry an event to the authorities of one state (architecture §8, §9). */
export class MessageMaker {
  readonly #state: string;
  readonly #parts: MakerParts;

  constructor(state: string, parts: MakerParts) {
    this.#state = state;
    this.#parts = parts;
  }

  /** Resolves once every contract and endorsement up to this position is known. */
  knows(position: Position): Promise<void> {
    return this.#parts.view.waitFor(position);
  }

  async make(event: StoredEvent): Promise<Made> {
    if (event.type === 'DeliveryRedriven') return this.#redrive(event);
    const recipients = (event.to ?? []).filter(({ authority }) => this.#isOurs(authority));
    if (recipients.length === 0) return NOTHING;
    const matter = await this.#matterOf(event);
    const messages = await this.#messages(event, matter, recipients);
    return event.type === 'SubjectErased'
      ? { messages, forget: [this.#keyOf(matter.owner)] }
      : { messages, forget: [] };
  }

  async #redrive(redrive: StoredEvent): Promise<Made> {
    const asked = redrive.data as Redrive & { stream: string };
    if (!this.#isOurs(asked.authority)) return NOTHING;
    const stream = await this.#parts.records.eventsOf(asked.stream);
    const made = redriven(asked, stream, redrive.position).map(async (event) => {
      const recipients = event.to!.filter(({ authority }) => authority === asked.authority);
      return this.#messages(event, await this.#matterOf(event), recipients, redrive.id);
    });
    return { messages: (await Promise.all(made)).flat(), forget: [] };
  }

  async #matterOf(event: StoredEvent): Promise<Matter> {
    const { records, view } = this.#parts;
    const data = event.data as JsonObject;
    if (event.type === 'SubjectErased') {
      const erased = event.data as SubjectEvent['data'];
      return { owner: erased, contentFor: ({ authority }) => this.#erasure(erased, authority) };
    }
    const { owner, record } = await records.beginningOf(event);
    if (!record) return { owner, contentFor: () => lifecycleContent(data) };
    const known = await records.sentBefore(event);
    let opening: ReturnType<RecordSource['open']> | undefined;
    return {
      owner,
      /** Who is granted more than before gets the record with it; everybody else has it. */
      async contentFor(recipient) {
        if (!isNew(recipient, known)) return lifecycleContent(data);
        const { authority, grants } = recipient;
        const contents = await (opening ??= records.open(event.stream, record));
        const open = contents === ERASED ? ERASED : openRecord(record, contents);
        const content = recordContent(open, authority, grantsOf(view.state.contracts, grants));
        return 'presentation' in content && record.recordedAt !== event.at
          ? { ...content, existsSince: record.recordedAt }
          : content;
      },
    };
  }

  /** Only records that went to this authority are named: nobody learns of a worker's other records from their erasure. */
  async #erasure({ records, basis, statement }: SubjectEvent['data'], authority: string) {
    const known = await Promise.all(
      records.map(({ issuer, id }) => this.#parts.records.wentTo(authority, issuer, id)),
    );
    return { data: { records: records.filter((_, index) => known[index]), basis }, statement };
  }

  async #messages(
    event: StoredEvent,
    { owner, contentFor }: Matter,
    recipients: readonly Recipient[],
    redrive?: string,
  ): Promise<Message[]> {
    const key = this.#keyOf(owner);
    const made = recipients.map(async (recipient): Promise<Message[]> => {
      const { authority } = recipient;
      const laneKey = await this.#laneKeyOf(authority);
      if (!laneKey) {
        this.#parts.report('an authority has no encryption key', { authority, event: event.id });
        return [];
      }
      const delivery: Delivery = {
        event: headOf(event),
        subject: this.#parts.secrets.pairwiseSubject(authority, owner),
        ...(redrive !== undefined && { redriven: redrive }),
        ...(await contentFor(recipient)),
      };
      const value = sealMessage(laneKey.laneKey, event.id, JSON.stringify(delivery));
      return [{ authority, event: event.id, key, value, laneKey: laneKey.wrapped }];
    });
    return (await Promise.all(made)).flat();
  }

  async #laneKeyOf(authority: string) {
    const { view, clock, laneKeys } = this.#parts;
    const recipient = encryptionKeyOf(view.state.trust, authority, clock.now());
    return recipient && laneKeys.of(authority, recipient);
  }

  #keyOf({ controller, subject }: Owner): string {
    return this.#parts.secrets.messageKey(this.#state, { controller, subject });
  }

  #isOurs(authority: string): boolean {
    return stateOf(authority) === this.#state;
  }
}

const isNew = (recipient: Recipient, known: readonly Recipient[]): boolean =>
  newcomers({ under: [], to: [recipient] }, { under: [], to: known }).to.length > 0;

const headOf = ({
  id,
  type,
  stream,
  revision,
  at,
  under = [],
}: StoredEvent): Delivery['event'] => ({
  id,
  type,
  stream,
  revision,
  recordedAt: at,
  under,
});
