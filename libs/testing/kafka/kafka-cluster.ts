import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../free-port.ts';
import { selfSigned } from './certificate.ts';
import { classPathOf, KAFKA_VERSION } from './distribution.ts';
import { KafkaNode } from './kafka-node.ts';
import { KafkaProxy } from './kafka-proxy.ts';
import { nodeProperties, SCRAM, type Login, type NodePorts } from './node-configuration.ts';

const run = promisify(execFile);

export type KafkaClusterOptions = {
  readonly version?: string;
  /** Each of them a broker and a controller. */
  readonly brokers?: number;
  readonly tls?: boolean;
  /** Clients have to log in. */
  readonly login?: Login;
  /** Clients reach each broker through a proxy, which can let things go wrong. */
  readonly proxied?: boolean;
  /** For measuring: more memory, and the whole JIT. */
  readonly isFast?: boolean;
};

/** Apache Kafka on free ports of this machine, in KRaft mode, with its data in a temporary folder. */
export class KafkaCluster {
  /** `127.0.0.1:port` of each broker, for clients. */
  readonly brokers: readonly string[];
  readonly nodes: readonly KafkaNode[];
  /** Before each of the brokers, where they were asked for. */
  readonly proxies: readonly KafkaProxy[];
  /** PEM of the certificate that clients have to trust, where there is TLS. */
  readonly authority: string | undefined;
  /** With the brokers' files. */
  readonly folder: string;

  private constructor(
    brokers: readonly string[],
    nodes: readonly KafkaNode[],
    folder: string,
    authority: string | undefined,
    proxies: readonly KafkaProxy[],
  ) {
    this.brokers = brokers;
    this.nodes = nodes;
    this.proxies = proxies;
    this.folder = folder;
    this.authority = authority;
  }

  /** Resolves once every broker serves. */
  static async start({
    version = process.env['KAFKA_VERSION'] ?? KAFKA_VERSION,
    brokers: count = 1,
    tls = false,
    login,
    isFast = false,
    proxied = false,
  }: KafkaClusterOptions = {}): Promise<KafkaCluster> {
    const classPath = await classPathOf(version);
    const folder = await mkdtemp(join(tmpdir(), 'kafka-'));
    const certificate = tls ? await selfSigned(folder) : undefined;
    const free = await freePorts(4 * count);
    const ports = Array.from({ length: count }, (_, index): NodePorts => {
      const [client, internal, quorum, advertised] = free.slice(4 * index);
      return {
        ...{ client: client!, internal: internal!, quorum: quorum! },
        ...(proxied && { advertised: advertised! }),
      };
    });
    const cluster = randomBytes(16).toString('base64url');
    const nodes = await Promise.all(
      ports.map(async (_, index) => {
        const id = index + 1;
        const data = join(folder, `node-${id}`);
        await mkdir(data);
        const properties = join(folder, `node-${id}.properties`);
        const configuration = { id, ports, folder: data, certificate, login };
        await writeFile(properties, nodeProperties(configuration));
        await format(classPath, cluster, properties, login);
        return new KafkaNode(properties, { classPath, isFast });
      }),
    );
    const proxies = ports.flatMap(({ client, advertised }) =>
      advertised === undefined ? [] : [{ advertised, proxy: new KafkaProxy(client) }],
    );
    const started = new KafkaCluster(
      ports.map(({ client, advertised = client }) => `127.0.0.1:${advertised}`),
      nodes,
      folder,
      certificate?.authority,
      proxies.map(({ proxy }) => proxy),
    );
    try {
      for (const { proxy, advertised } of proxies) await proxy.listen(advertised);
      await Promise.all(nodes.map((node) => node.start()));
      return started;
    } catch (error) {
      await started.kill();
      throw error;
    }
  }

  /** Stops the brokers as an operator does, and removes their data. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    await rm(this.folder, { recursive: true, force: true });
  }

  /** For tests, whose data nobody wants: at once. */
  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function format(classPath: string, cluster: string, properties: string, login?: Login) {
  const users = (login ? SCRAM : []).map(
    (mechanism) => `${mechanism}=[name=${login!.name},password=${login!.password}]`,
  );
  await run('java', [
    ...['-XX:TieredStopAtLevel=1', '-cp', classPath, 'kafka.tools.StorageTool', 'format'],
    ...[`--cluster-id=${cluster}`, '--config', properties],
    ...users.flatMap((user) => ['--add-scram', user]),
  ]);
}
