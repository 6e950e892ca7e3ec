import type { Certificate } from './certificate.ts';

/** The one user that a broker lets in, by any of the mechanisms. */
export type Login = { readonly name: string; readonly password: string };

export const SCRAM = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

export type NodePorts = {
  readonly client: number;
  readonly internal: number;
  readonly quorum: number;
  /** Where clients are sent, if not to `client`: something stands before the broker. */
  readonly advertised?: number;
};

export type NodeConfiguration = {
  readonly id: number;
  /** Of all nodes; this one is the `id`-th, counted from 1. */
  readonly ports: readonly NodePorts[];
  readonly folder: string;
  readonly certificate?: Certificate | undefined;
  readonly login?: Login | undefined;
};

/** Others take the place of a broker that is silent for so long; 9 s are the brokers' own (docs/operations.md). */
const SUCCESSION = {
  'broker.session.timeout.ms': 3_000,
  'broker.heartbeat.interval.ms': 500,
};

/** The properties of one node, which is broker and controller at once. Clients have a listener of their own. */
export function nodeProperties({
  id,
  ports,
  folder,
  certificate,
  login,
}: NodeConfiguration): string {
  const { client, internal, quorum, advertised = client } = ports[id - 1]!;
  const copies = Math.min(3, ports.length);
  const protocol = `${login ? 'SASL_' : ''}${certificate ? 'SSL' : 'PLAINTEXT'}`;
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': ports
      .map((node, index) => `${index + 1}@127.0.0.1:${node.quorum}`)
      .join(','),
    listeners: `CLIENT://127.0.0.1:${client},INTERNAL://127.0.0.1:${internal},QUORUM://127.0.0.1:${quorum}`,
    'advertised.listeners': `CLIENT://127.0.0.1:${advertised},INTERNAL://127.0.0.1:${internal}`,
    'listener.security.protocol.map': `CLIENT:${protocol},INTERNAL:PLAINTEXT,QUORUM:PLAINTEXT`,
    'inter.broker.listener.name': 'INTERNAL',
    'controller.listener.names': 'QUORUM',
    'log.dirs': folder,
    'default.replication.factor': copies,
    'min.insync.replicas': Math.min(2, copies),
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': Math.min(2, copies),
    'auto.create.topics.enable': false,
    // Small, and quick to say what it does: it lives for one run of the tests.
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    'log.cleaner.dedupe.buffer.size': 4 << 20,
    'log.retention.check.interval.ms': 2_000,
    'num.recovery.threads.per.data.dir': 2,
    ...(ports.length > 1 && SUCCESSION),
    ...(certificate && tlsOf(certificate)),
    ...(login && saslOf(login)),
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

const tlsOf = ({ store, password }: Certificate) => ({
  'ssl.keystore.type': 'PKCS12',
  'ssl.keystore.location': store,
  'ssl.keystore.password': password,
});

function saslOf({ name, password }: Login) {
  const modules = 'org.apache.kafka.common.security';
  const plain = `${modules}.plain.PlainLoginModule required user_${name}="${password}";`;
  const scram = `${modules}.scram.ScramLoginModule required;`;
  return {
    'sasl.enabled.mechanisms': ['PLAIN', ...SCRAM].join(','),
    'listener.name.client.plain.sasl.jaas.config': plain,
    ...Object.fromEntries(
      SCRAM.map((one) => [`listener.name.client.${one.toLowerCase()}.sasl.jaas.config`, scram]),
    ),
  };
}
