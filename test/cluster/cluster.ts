import { join } from 'node:path';
import type { Genesis } from '#signing';
import { freePort } from '#testing';
import { BuiltProcess } from '../stage/built-process.ts';
import { Balancer } from './balancer.ts';
import { Federation } from './federation.ts';
import type { Part } from './plan.ts';
import type { SharedUrls } from './servers.ts';

export type ClusterOptions = {
  /** Keeps the federation, and a folder for each process. */
  readonly folder: string;
  readonly parts: readonly Part[];
  readonly shared: SharedUrls;
  /** Variables of every process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the hubs are reached; a free port unless given. */
  readonly port?: number;
};

type Named = readonly [name: string, process: BuiltProcess];

/**
 * Hubs, relays and adapters of the built code, each a process with the keys it needs and no others, over servers that
 * they share. Before the hubs stands a balancer at the origin.
 */
export class Cluster {
  readonly origin: string;
  readonly folder: string;
  readonly #options: ClusterOptions;
  readonly #federation: Federation;
  readonly #balancer: Balancer;
  readonly #processes = new Map<string, BuiltProcess>();

  private constructor(
    origin: string,
    options: ClusterOptions,
    federation: Federation,
    balancer: Balancer,
  ) {
    this.origin = origin;
    this.folder = options.folder;
    this.#options = options;
    this.#federation = federation;
    this.#balancer = balancer;
  }

  /** Resolves once every process is ready, and the hub knows all who take part. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const port = options.port ?? (await freePort());
    const origin = `http://127.0.0.1:${port}`;
    const federation = await Federation.found(options.folder, origin);
    const cluster = new Cluster(origin, options, federation, await Balancer.listen(port));
    try {
      await Promise.all(options.parts.map(({ name }) => cluster.begin(name)));
      await Promise.all(cluster.processes.map(([, process]) => process.ready()));
      await cluster.#balancer.look();
      await federation.endorse();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  get genesis(): Genesis {
    return this.#federation.genesis;
  }

  get processes(): readonly Named[] {
    return this.#options.parts.flatMap(({ name }) => {
      const process = this.#processes.get(name);
      return process ? [[name, process] as const] : [];
    });
  }

  get #hubs(): readonly Named[] {
    return this.processes.filter(([name]) => isHub(name));
  }

  /** The process of a part, as it was last begun. */
  process(name: string): BuiltProcess {
    const process = this.#processes.get(name);
    if (process) return process;
    throw new Error(`no ${name} is in this cluster`);
  }

  /** Begins a part, or begins it again where it was; does not wait until it is ready. */
  async begin(name: string): Promise<BuiltProcess> {
    const part = this.#options.parts.find((one) => one.name === name)!;
    const environment = {
      ...(await this.#federation.equip(part)),
      ...this.#options.shared,
      ...this.#options.environment,
      ...part.environment,
    };
    const last = this.#processes.get(name);
    const process = BuiltProcess.begin({
      main: `apps/${part.kind}/main.js`,
      folder: join(this.folder, name),
      url: last?.url ?? `http://127.0.0.1:${await freePort()}`,
      environment,
      isApart: true,
    });
    this.#processes.set(name, process);
    this.#balancer.stand(this.#hubs.map(([, hub]) => hub));
    return process;
  }

  /** Stops every process, first those that carry, last the hubs. @returns the names of those that did not end well */
  async stop(): Promise<readonly string[]> {
    const others = this.processes.filter(([name]) => !isHub(name));
    const bad = [...(await stopped(others)), ...(await stopped(this.#hubs))];
    await this.#balancer.close();
    return bad;
  }
}

const isHub = (name: string): boolean => name.startsWith('hub-');

/** @returns the names of those that did not end well */
async function stopped(processes: readonly Named[]): Promise<readonly string[]> {
  const ends = processes.map(async ([name, process]) => {
    const hadEnded = process.hasEnded;
    return (await process.stop()) === 0 || hadEnded ? [] : [name];
  });
  return (await Promise.all(ends)).flat();
}
