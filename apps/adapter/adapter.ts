import type { UnheardPage } from '#client';
import type { Consumption, FanOut } from '#fan-out';
import type { Clock } from '#kernel';
import { genesisKey, type Genesis, type SigningKey } from '#signing';
import type { Country } from './country.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { NationalSystem } from './national-system/national-system.ts';
import { askAnew } from './receipts/ask-anew.ts';
import { DeliveryPipeline, PATIENCE, type Patience } from './pipeline/delivery-pipeline.ts';
import { HubKnowledge, type KnowledgeSource } from './pipeline/hub-knowledge.ts';
import { OwnKeys } from './pipeline/own-keys.ts';
import { ReceiptsSender, type ReceiptsOptions } from './receipts/receipts-sender.ts';
import { codeOf, type Report } from './report.ts';

/** One authority's own keys, and its own way to the hub. */
export type AdapterAuthority = {
  readonly id: string;
  /** Newest first; older ones for messages that are under way. */
  readonly encryptionKeys: readonly SigningKey[];
  readonly statementKey: SigningKey;
  /** Hands a statement to the hub, its request signed by this authority. */
  readonly confirm: (statement: string) => Promise<unknown>;
  /** Asks the hub to send again what was never confirmed; a page of it, its request signed by this authority. */
  readonly redrive: (after?: string) => Promise<UnheardPage>;
};

export type AdapterParts = {
  readonly country: Country;
  readonly authorities: readonly AdapterAuthority[];
  /** Pinned out of band, and verified. */
  readonly genesis: Genesis;
  readonly hub: KnowledgeSource;
  readonly fanOut: FanOut;
  readonly inbox: Inbox;
  readonly nationalSystem: NationalSystem;
  readonly clock: Clock;
  readonly report: Report;
  readonly patience?: Patience;
  readonly receipts?: ReceiptsOptions;
  /** Milliseconds between two looks at the hub's participants and contracts. */
  readonly refreshEvery?: number;
};

/** A country's service: takes what is for its authorities from the fan-out, checks it, hands it on and confirms it. */
export class Adapter {
  readonly #senders: readonly ReceiptsSender[];
  readonly #consumptions: readonly Consumption[];
  readonly #refreshing: NodeJS.Timeout;

  private constructor(
    senders: readonly ReceiptsSender[],
    consumptions: readonly Consumption[],
    refreshing: NodeJS.Timeout,
  ) {
    this.#senders = senders;
    this.#consumptions = consumptions;
    this.#refreshing = refreshing;
  }

  static async start(parts: AdapterParts): Promise<Adapter> {
    const { country, genesis, fanOut, inbox, clock, report, refreshEvery = 30_000 } = parts;
    const knowledge = new HubKnowledge(genesis, parts.hub, report);
    const senders: ReceiptsSender[] = [];
    const consumptions: Consumption[] = [];
    for (const { id, encryptionKeys, statementKey, confirm, redrive } of parts.authorities) {
      const sender = new ReceiptsSender(
        inbox,
        {
          statementKey,
          clock,
          send: confirm,
          failed: (error) => report('receipts wait', { authority: id, code: codeOf(error) }),
        },
        parts.receipts,
      );
      const pipeline = new DeliveryPipeline({
        authority: id,
        country,
        keys: new OwnKeys(encryptionKeys, genesisKey(genesis.hub.lane)),
        knowledge,
        inbox,
        nationalSystem: parts.nationalSystem,
        clock,
        report,
        patience: parts.patience ?? PATIENCE,
        settled: () => sender.wake(),
      });
      const missed = () => askAnew({ authority: id, sender, redrive, inbox, clock, report });
      senders.push(sender);
      consumptions.push(await fanOut.consume(country.state, id, pipeline.receive, missed));
    }
    const refresh = () =>
      knowledge
        .refresh()
        .catch((error: unknown) => report('the hub is not heard', { code: codeOf(error) }));
    return new Adapter(
      senders,
      consumptions,
      setInterval(() => void refresh(), refreshEvery).unref(),
    );
  }

  /** Finishes the deliveries in hand and confirms what it can. */
  async close(): Promise<void> {
    clearInterval(this.#refreshing);
    await Promise.all(this.#consumptions.map((consumption) => consumption.close()));
    await Promise.all(this.#senders.map((sender) => sender.close()));
  }
}
