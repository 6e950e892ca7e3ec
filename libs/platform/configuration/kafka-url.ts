/** What a `kafka://` URL says. */
export type KafkaUrl = {
  readonly kind: 'kafka';
  /** `host:port` of some brokers; they know the others. */
  readonly brokers: readonly string[];
  readonly tls?: {
    readonly authority?: string;
    readonly certificate?: string;
    readonly key?: string;
  };
  readonly sasl?: {
    readonly mechanism: Mechanism;
    readonly username: string;
    readonly password: string;
  };
  readonly partitions?: number;
  readonly prefix?: string;
};

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
type Mechanism = (typeof MECHANISMS)[number];

/** `user:password@` if there is a login, brokers, options. */
const PARTS = /^kafka:\/\/(?:([^:@/?]+):([^:@/?]+)@)?([^@/?]+)(?:\/?\?(.*))?$/;
const BROKER = /^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/;
const OPTIONS = ['tls', 'authority', 'certificate', 'key', 'sasl', 'partitions', 'prefix'];

/**
 * Reads `kafka://b1:9092,b2:9092`, with a login before the brokers and these options behind: `tls=on`, `authority`,
 * `certificate` and `key` (files, which turn TLS on), `sasl` (SCRAM-SHA-512 if a login is given and nothing else is
 * said), `partitions`, `prefix`. Undefined for anything else: what is misspelt must not be a weaker connection.
 */
export function readKafkaUrl(text: string): KafkaUrl | undefined {
  const [, user, password, hosts = '', query = ''] = PARTS.exec(text) ?? [];
  const brokers = hosts.split(',');
  const options = optionsOf(query);
  if (!options || !brokers.every((broker) => BROKER.test(broker))) return undefined;
  const { tls, authority, certificate, key, sasl, partitions, prefix } = options;
  const hasFiles = [authority, certificate, key].some((file) => file !== undefined);
  const mechanism = MECHANISMS.find((one) => one === (sasl ?? 'scram-sha-512').toLowerCase());
  const username = decoded(user);
  const secret = decoded(password);
  const isSound =
    (tls === undefined || tls === 'on') &&
    (certificate === undefined) === (key === undefined) &&
    mechanism !== undefined &&
    (sasl === undefined || username !== undefined) &&
    (user === undefined || (username !== undefined && secret !== undefined)) &&
    (partitions === undefined || /^[1-9]\d{0,2}$/.test(partitions)) &&
    (prefix === undefined || /^[A-Za-z0-9._-]{1,100}$/.test(prefix));
  if (!isSound) return undefined;
  return {
    kind: 'kafka',
    brokers,
    ...((tls === 'on' || hasFiles) && { tls: given({ authority, certificate, key }) }),
    ...(username !== undefined && { sasl: { mechanism, username, password: secret! } }),
    ...(partitions !== undefined && { partitions: Number(partitions) }),
    ...(prefix !== undefined && { prefix }),
  };
}

function optionsOf(query: string): Readonly<Record<string, string>> | undefined {
  const options = [...new URLSearchParams(query)];
  const names = new Set(options.map(([name]) => name));
  const isKnown = options.every(([name, value]) => OPTIONS.includes(name) && value !== '');
  return isKnown && names.size === options.length ? Object.fromEntries(options) : undefined;
}

function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

const given = (members: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
