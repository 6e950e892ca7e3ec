import type { ContractEvent } from '#contracts';
import { decode, type RecordedEvent } from '#event-store';
import { replayTrust, type ParticipantEvent, type TrustList } from '#participants';
import type { Genesis } from '#signing';
import type { Report } from '../report.ts';
import { provedContracts, type ProvedContracts } from './proved-contracts.ts';

/** Who takes part and what they agreed on, proved from genesis. */
export type Knowledge = { readonly trust: TrustList; readonly contracts: ProvedContracts };

/** The hub's public events; nothing they say is believed without its signatures. */
export type KnowledgeSource = {
  trustList(): AsyncIterable<RecordedEvent>;
  contractEvents(): AsyncIterable<RecordedEvent>;
};

/** What this adapter knows of the hub's participants and contracts, rebuilt from genesis each time it asks. */
export class HubKnowledge {
  readonly #genesis: Genesis;
  readonly #source: KnowledgeSource;
  readonly #report: Report;
  #current: Promise<Knowledge> | undefined;
  #asking: Promise<Knowledge> | undefined;
  #next: Promise<Knowledge> | undefined;
  readonly #reported = new Set<string>();

  constructor(genesis: Genesis, source: KnowledgeSource, report: Report) {
    this.#genesis = genesis;
    this.#source = source;
    this.#report = report;
  }

  /** As it was last found; asked for the first time, the hub is asked. */
  current(): Promise<Knowledge> {
    return this.#current ?? this.#asking ?? this.#begin();
  }

  /** What the hub says now. An asking that has begun may be too early, so this joins one that begins from now on. */
  refresh(): Promise<Knowledge> {
    if (!this.#asking) return this.#begin();
    this.#next ??= this.#asking.catch(() => {}).then(() => this.#begin());
    return this.#next;
  }

  #begin(): Promise<Knowledge> {
    this.#next = undefined;
    const asking = this.#ask().finally(() => (this.#asking = undefined));
    this.#asking = asking;
    asking.then(
      (knowledge) => (this.#current = Promise.resolve(knowledge)),
      () => {},
    );
    return asking;
  }

  async #ask(): Promise<Knowledge> {
    const participants = (await all(this.#source.trustList())) as ParticipantEvent[];
    const { trust, refused } = replayTrust(this.#genesis, participants);
    for (const { event, code } of refused) this.#warn(event.type, code, event.data);
    const contracts = (await all(this.#source.contractEvents())) as ContractEvent[];
    return { trust, contracts: provedContracts(contracts, trust) };
  }

  /** An honest hub gives no reason; each is told once. */
  #warn(type: string, code: string, data: unknown): void {
    const name = JSON.stringify([type, code, data]);
    if (this.#reported.has(name)) return;
    this.#reported.add(name);
    this.#report('the hub holds an event that nothing proves', { type, code });
  }
}

async function all(events: AsyncIterable<RecordedEvent>): Promise<unknown[]> {
  const decoded: unknown[] = [];
  for await (const event of events) decoded.push(decode(event));
  return decoded;
}
