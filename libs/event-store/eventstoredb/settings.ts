export type NodePreference = 'leader' | 'follower' | 'random' | 'read_only_replica';

/** What an `esdb://` URL says: where the servers are, and how to speak to them. */
export type EventStoreDbSettings = {
  /** One server, or some of a cluster to ask for the others. */
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** The host is a DNS name, or a member, of a cluster (`esdb+discover:`). */
  readonly discover: boolean;
  readonly tls: boolean;
  /** Paths of PEM files: who signed the servers' certificates, and the certificate and key to sign in with. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Which members of a cluster subscriptions are taken from. All else is asked of the leader. Default `leader`. */
  readonly nodePreference?: NodePreference;
  readonly connectionName?: string;
  /** Milliseconds that one call may take. Default 5,000. */
  readonly deadline?: number;
  /** Milliseconds of silence before the connection is tested, and until it is then given up; -1 never tests. */
  readonly keepAliveInterval?: number;
  readonly keepAliveTimeout?: number;
  readonly maxDiscoverAttempts?: number;
  readonly discoveryInterval?: number;
  readonly gossipTimeout?: number;
};
