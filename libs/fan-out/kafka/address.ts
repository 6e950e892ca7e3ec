/** Where the brokers are and how they are spoken to; what a `kafka://` URL says. */
export type KafkaAddress = {
  /** `host:port` of some brokers; they know the others. */
  readonly brokers: readonly string[];
  readonly tls?: KafkaTls;
  readonly sasl?: KafkaLogin;
  /** Partitions of a lane's topic at its creation; more than it has begins a new generation of it. */
  readonly partitions?: number;
  /** Before the names of topics, groups and transactions: keeps hubs apart that share brokers. */
  readonly prefix?: string;
};

export type KafkaTls = {
  /** File of the certificates (PEM) that are trusted; those of the system if not given. */
  readonly authority?: string;
  /** Files of our own certificate and its key (PEM), where the brokers ask for one. */
  readonly certificate?: string;
  readonly key?: string;
};

export type KafkaLogin = {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
};
