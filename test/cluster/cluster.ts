import { join } from 'node:path';
import type { Genesis } from '#signing';
import { freePort, freePorts } from '#testing';
import { BuiltProcess } from '../stage/built-process.ts';
import { Balancer } from './balancer.ts';
import { Federation, type WitnessPlace } from './federation.ts';
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

/** A part, and where it listens. */
type Placed = Part & { readonly url: string };

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
  readonly #parts: readonly Placed[];
  readonly #processes = new Map<string, BuiltProcess>();

  private constructor(
    origin: string,
    options: ClusterOptions,
    parts: readonly Placed[],
    federation: Federation,
    balancer: Balancer,
  ) {
    this.origin = origin;
    this.folder = options.folder;
    this.#options = options;
    this.#federation = federation;
    this.#balancer = balancer;
    this.#parts = parts;
  }

  /** Resolves once every process is ready, and the hub knows all who take part. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const port = options.port ?? (await freePort());
    const origin = `http://127.0.0.1:${port}`;
    // Listens before the parts get their ports, so that none of them gets this one.
    const balancer = await Balancer.listen(port);
    const parts = await placed(options.parts);
    const federation = await Federation.found(options.folder, origin);
    const cluster = new Cluster(origin, options, parts, federation, balancer);
    try {
      await federation.appoint(parts.flatMap(witnessIn));
      await Promise.all(parts.map(({ name }) => cluster.begin(name)));
      await Promise.all(cluster.processes.map(([, process]) => process.ready()));
      await cluster.#balancer.look();
      await federation.endorse(cluster.#hubs.map(([, { url }]) => url));
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
    return this.#parts.flatMap(({ name }) => {
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
    const part = this.#parts.find((one) => one.name === name)!;
    const environment = {
      ...(await this.#federation.equip(part)),
      ...this.#options.shared,
      ...this.#options.environment,
      ...part.environment,
    };
    const process = BuiltProcess.begin({
      main: `apps/${part.kind}/main.js`,
      folder: join(this.folder, name),
      url: part.url,
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

/** A port for each part to listen on, and one for the witness that each adapter is. */
async function placed(parts: readonly Part[]): Promise<readonly Placed[]> {
  const ports = await freePorts(2 * parts.length);
  return parts.map((part, n) => ({
    ...part,
    url: `http://127.0.0.1:${ports[2 * n]}`,
    environment: { WITNESS_PORT: String(ports[2 * n + 1]), ...part.environment },
  }));
}

const witnessIn = ({
  environment: { COUNTRY: state, WITNESS_PORT: port },
}: Part): readonly WitnessPlace[] =>
  state === undefined ? [] : [{ state, url: `http://127.0.0.1:${port}` }];

const isHub = (name: string): boolean => name.startsWith('hub-');

/** @returns the names of those that did not end well */
async function stopped(processes: readonly Named[]): Promise<readonly string[]> {
  const ends = processes.map(async ([name, process]) => {
    const hadEnded = process.hasEnded;
    return (await process.stop()) === 0 || hadEnded ? [] : [name];
  });
  return (await Promise.all(ends)).flat();
}
