import type { EventStore } from '#event-store';
import { EventStoreDbEventStore } from '#event-store/eventstoredb';
import { SqliteEventStore } from '#event-store/sqlite';
import type { FanOut } from '#fan-out';
import { EmbeddedFanOut } from '#fan-out/embedded';
import { KafkaFanOut } from '#fan-out/kafka';
import type { Configuration, EventStoreUrl, Lifecycle, Report } from '#platform';
import { SqliteThread } from '#sqlite';
import type { Vault } from '#vault';
import { openVault, type VAULT_VARIABLES } from './open-vault.ts';

/**
 * Opens what a configuration names: each port by the adapter that its URL chooses, to be closed with the process, after
 * all that was opened later. What is embedded shares one writer thread, which is there only if something is.
 */
export class Resources {
  readonly #lifecycle: Lifecycle;
  readonly #report: Report;
  #thread: SqliteThread | undefined;

  constructor(lifecycle: Lifecycle, report: Report) {
    this.#lifecycle = lifecycle;
    this.#report = report;
  }

  /** The writer of what is embedded: started when it is first asked for. */
  get thread(): SqliteThread {
    if (this.#thread) return this.#thread;
    const thread = SqliteThread.start();
    this.#lifecycle.onClose('sqlite', () => thread.close());
    return (this.#thread = thread);
  }

  /** @param part what it is called where it fails to close */
  async eventStore(part: string, url: EventStoreUrl): Promise<EventStore> {
    const store =
      url.kind === 'sqlite'
        ? await SqliteEventStore.open(this.thread, url.file)
        : new EventStoreDbEventStore(url);
    this.#lifecycle.onClose(part, () => store.close());
    return store;
  }

  async vault(configuration: Configuration<(typeof VAULT_VARIABLES)[number]>): Promise<Vault> {
    const vault = await openVault(configuration, () => this.thread);
    this.#lifecycle.onClose('vault', () => vault.close());
    return vault;
  }

  async fanOut({ FAN_OUT_URL: url }: Configuration<'FAN_OUT_URL'>): Promise<FanOut> {
    const fanOut =
      url.kind === 'sqlite'
        ? await EmbeddedFanOut.open(this.thread, url.file)
        : KafkaFanOut.open(url, { report: this.#report });
    this.#lifecycle.onClose('fan-out', () => fanOut.close());
    return fanOut;
  }
}
