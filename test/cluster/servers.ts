import { ConfigurationError, readConfiguration, type Environment } from '#platform';
import { StandIn } from '#testing/eventstoredb';
import { startBroker } from '#testing/kafka';
import { startPostgres } from '#testing/postgres';

/** What all processes of a cluster share. */
export const SHARED = ['EVENT_STORE_URL', 'ACCESS_LOG_URL', 'FAN_OUT_URL', 'VAULT_URL'] as const;
export type SharedUrls = Readonly<Record<(typeof SHARED)[number], string>>;

/** A server that the processes share. */
export type Server = {
  readonly url: string;
  readonly what: string;
  /** Ends it if it was started for the cluster. */
  readonly end: () => Promise<void>;
};

/** What each URL may hold here, and what is started where it is not set. */
const OWN: Readonly<
  Record<keyof SharedUrls, { readonly example: string; start(): Promise<Server> }>
> = {
  EVENT_STORE_URL: { example: 'esdb://', start: standIn },
  ACCESS_LOG_URL: { example: 'esdb://', start: standIn },
  FAN_OUT_URL: {
    example: 'kafka://',
    async start() {
      const { found, end } = await startBroker();
      return { url: `kafka://${found.join(',')}`, what: 'Apache Kafka, its data temporary', end };
    },
  },
  VAULT_URL: {
    example: 'postgres://',
    async start() {
      const { found, end } = await startPostgres();
      return { url: found, what: 'PostgreSQL, its data temporary', end };
    },
  },
};

async function standIn(): Promise<Server> {
  const server = await StandIn.start();
  const what = 'a stand-in for EventStoreDB, in memory';
  return { url: server.url, what, end: () => server.close() };
}

/**
 * The servers that the processes share: those that the environment names, and others started here.
 * @throws ConfigurationError where one is named that only one process can have
 */
export async function startServers(
  environment: Environment,
): Promise<Readonly<Record<keyof SharedUrls, Server>>> {
  const given = SHARED.filter((name) => environment[name] !== undefined);
  const configuration = readConfiguration(environment, given);
  const faults = given.filter((name) => configuration[name].kind === 'sqlite');
  if (faults.length > 0)
    throw new ConfigurationError(
      faults.map((name) => embedded(name, environment[name]!)).join('\n'),
    );
  const started: Server[] = [];
  try {
    const servers = await Promise.all(
      SHARED.map(async (name): Promise<readonly [string, Server]> => {
        const url = environment[name];
        if (url !== undefined) return [name, { url, what: 'given', end: async () => {} }];
        const server = await OWN[name].start();
        started.push(server);
        return [name, server];
      }),
    );
    // Sound: one for each name.
    return Object.fromEntries(servers) as Record<keyof SharedUrls, Server>;
  } catch (error) {
    await Promise.all(started.map(({ end }) => end()));
    throw error;
  }
}

const embedded = (name: keyof SharedUrls, url: string): string =>
  `${name} holds "${url}", which one process alone can have. Give a server that processes share (${OWN[name].example}…), or leave it unset and one is started; npm start runs all parts in one process.`;
