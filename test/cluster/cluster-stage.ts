import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestNationalSystem } from '#testing';
import { StandIn } from '#testing/eventstoredb';
import { kafkaBrokers } from '#testing/kafka';
import { dropSchema, newSchema, sharedPostgres } from '#testing/postgres';
import { NationalSystems } from '../stage/national-systems.ts';
import { Participants } from '../stage/participants.ts';
import { QUICK, STATES } from '../stage/stage.ts';
import { Cluster } from './cluster.ts';
import { planOf, hubPart, relayPart, type Part } from './plan.ts';

/** States whose lanes are carried and whose adapters run. */
const ACTING = ['KG', 'RU', 'TJ'] as const;

/**
 * A cluster over the servers that all tests of a run share, as small as a test of it may be: two hubs, two relays for the lane of
 * Russia, one for the others, three adapters. The second hub reads the event store by a node of its own.
 */
export class ClusterStage extends Participants {
  readonly cluster: Cluster;
  readonly #nationalSystems: NationalSystems;
  readonly #store: Store;
  readonly #vault: string;

  private constructor(
    cluster: Cluster,
    nationalSystems: NationalSystems,
    store: Store,
    vault: string,
  ) {
    super(cluster);
    this.cluster = cluster;
    this.#nationalSystems = nationalSystems;
    this.#store = store;
    this.#vault = vault;
  }

  static async start(): Promise<ClusterStage> {
    const [store, vault] = await Promise.all([startStore(), sharedPostgres().then(newSchema)]);
    const folder = await mkdtemp(join(tmpdir(), 'cluster-'));
    const nationalSystems = new NationalSystems(STATES, folder);
    try {
      const brokers = (await kafkaBrokers()).join(',');
      const cluster = await Cluster.start({
        folder,
        parts: partsWith(store.second),
        shared: {
          EVENT_STORE_URL: store.first.url,
          ACCESS_LOG_URL: store.accesses.url,
          FAN_OUT_URL: `kafka://${brokers}?partitions=3&prefix=${randomUUID()}.`,
          VAULT_URL: vault,
        },
        environment: { ...QUICK, NATIONAL_SYSTEM_URL: await nationalSystems.listen() },
      });
      return new ClusterStage(cluster, nationalSystems, store, vault);
    } catch (error) {
      await end({ folder, nationalSystems, store, vault });
      throw error;
    }
  }

  nationalSystem(state: string): TestNationalSystem {
    return this.#nationalSystems.of(state);
  }

  /** From now on the second hub hears of no event, though its store answers what it is asked. */
  secondHubHearsNothing(): void {
    const { second } = this.#store;
    second.faults.subscribe = () => ({ muteAfter: 0 });
    second.endSubscriptions();
  }

  secondHubHears(): void {
    const { second } = this.#store;
    delete second.faults.subscribe;
    second.endSubscriptions();
  }

  /** A figure of a process, by the value of its one label. */
  async figure(part: string, name: string, label: string): Promise<number> {
    const answer = await fetch(`${this.cluster.process(part).url}/metrics`);
    const line = new RegExp(`^${name}\\{\\w+="${label}"\\} (\\d+)$`, 'm');
    return Number(line.exec(await answer.text())?.[1]);
  }

  /** @returns the names of the processes that did not end well */
  async close(): Promise<readonly string[]> {
    const bad = await this.cluster.stop();
    const [nationalSystems, store, vault] = [this.#nationalSystems, this.#store, this.#vault];
    await end({ folder: this.folder, nationalSystems, store, vault });
    return bad;
  }
}

async function end(parts: {
  readonly folder: string;
  readonly nationalSystems: NationalSystems;
  readonly store: Store;
  readonly vault: string;
}): Promise<void> {
  await parts.nationalSystems.close();
  await Promise.all(Object.values(parts.store).map((server) => server.close()));
  await dropSchema(parts.vault);
  await rm(parts.folder, { recursive: true });
}

type Store = Readonly<Record<'first' | 'second' | 'accesses', StandIn>>;

/** Two nodes of one log, and another log. */
async function startStore(): Promise<Store> {
  const [first, accesses] = [await StandIn.start(), await StandIn.start()];
  return { first, second: await StandIn.start({ log: first.log }), accesses };
}

const partsWith = (second: StandIn): readonly Part[] => [
  hubPart(1),
  hubPart(2, { EVENT_STORE_URL: second.url }),
  relayPart('RU', 1),
  relayPart('RU', 2),
  { ...relayPart('KG'), environment: { LANES: 'KG,TJ' } },
  ...planOf().filter(
    ({ kind, environment: { COUNTRY } }) =>
      kind === 'adapter' && ACTING.some((state) => state === COUNTRY),
  ),
];
