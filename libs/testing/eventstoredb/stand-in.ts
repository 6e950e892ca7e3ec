import messages from '@eventstore/db-client/generated/streams_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import {
  GossipService,
  type IGossipServer,
} from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import {
  ServerFeaturesService,
  type IServerFeaturesServer,
} from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import {
  StreamsService,
  type IStreamsServer,
} from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, type Metadata } from '@grpc/grpc-js';
import { append } from './append-call.ts';
import type { AppendFault, Faults, ReadFault, SubscriptionFault } from './faults.ts';
import { Gate } from './gate.ts';
import { Log } from './log.ts';
import { nameIn } from './messages.ts';
import type { Outlet } from './outlet.ts';
import { read } from './read-call.ts';
import { REFUSALS, type Refusal } from './refusals.ts';

export type StandInOptions = {
  /** Shared by the nodes of a cluster. */
  readonly log?: Log;
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** Whoever does not present these is refused. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Whether it says that a subscription has caught up, which servers before 23.10 do not. */
  readonly saysCaughtUp?: boolean;
};

/** A node as gossip names it. */
export type Member = { readonly port: number; readonly state: 'leader' | 'follower' };

/**
 * A stand-in for an EventStoreDB server: the protocol of the client's own definitions over real gRPC, a log in memory,
 * and faults on demand. It follows what the server's source does, so far as this project's adapter and tests come.
 */
export class StandIn {
  readonly log: Log;
  readonly faults: Faults = {};
  readonly saysCaughtUp: boolean;
  /** Set on a node that is not the leader: where that is. Null where it does not know. */
  leader: { readonly address: string; readonly port: number } | null | undefined;
  members: readonly Member[] = [];
  /** Calls that have come, by kind. */
  readonly calls = { append: 0, read: 0, subscribe: 0 };
  /** Events that subscriptions have sent. */
  sent = 0;
  /** Appends that are being carried out, and the most that ever were at once. */
  readonly appending = { now: 0, most: 0 };
  readonly #credentials: StandInOptions['credentials'];
  readonly #server: Server;
  readonly #gate: Gate;
  readonly #subscriptions = new Set<Outlet>();

  private constructor(server: Server, gate: Gate, options: StandInOptions) {
    this.#server = server;
    this.#gate = gate;
    this.log = options.log ?? new Log();
    this.#credentials = options.credentials;
    this.saysCaughtUp = options.saysCaughtUp ?? true;
    this.members = [{ port: gate.port, state: 'leader' }];
  }

  static async start(options: StandInOptions = {}): Promise<StandIn> {
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    const { tls } = options;
    const credentials = tls
      ? ServerCredentials.createSsl(null, [
          { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) },
        ])
      : ServerCredentials.createInsecure();
    // The services are there before the port opens, and the stand-in that they serve once its port is known.
    const started = Promise.withResolvers<StandIn>();
    server.addService(StreamsService, streams(started.promise));
    server.addService(GossipService, gossiping(started.promise));
    server.addService(ServerFeaturesService, FEATURES);
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    const standIn = new StandIn(server, await Gate.before(port), options);
    started.resolve(standIn);
    return standIn;
  }

  get port(): number {
    return this.#gate.port;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Connections that clients have open. */
  get connections(): number {
    return this.#gate.open;
  }

  /** Subscriptions that are open. */
  get subscriptions(): number {
    return this.#subscriptions.size;
  }

  /** Every connection is lost. */
  cut(): void {
    this.#gate.cut();
  }

  /** The server ends every subscription, well or with an error. */
  endSubscriptions(refusal?: Refusal): void {
    for (const outlet of this.#subscriptions) {
      if (refusal) outlet.refuse(refusal);
      else outlet.end();
    }
  }

  async close(): Promise<void> {
    await this.#gate.close();
    this.#server.forceShutdown();
  }

  /** Why a call is refused, whatever it asks. */
  refusalOf(metadata: Metadata): Refusal | undefined {
    if (this.#credentials) {
      const { username, password } = this.#credentials;
      const right = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
      const [given] = metadata.get('authorization');
      if (given === undefined) return REFUSALS.accessDenied();
      if (given !== right) return REFUSALS.unauthenticated();
    }
    if (this.leader === undefined || metadata.get('requires-leader').length === 0) return undefined;
    return this.leader === null ? REFUSALS.noLeader() : REFUSALS.notLeader(this.leader);
  }

  /** Counts the call, and says what goes wrong with it. */
  appendFault(stream: string): AppendFault {
    const nth = this.calls.append++;
    return this.faults.append?.(nth, stream) ?? {};
  }

  readFault(): ReadFault {
    const nth = this.calls.read++;
    return this.faults.read?.(nth) ?? {};
  }

  subscriptionFault(): SubscriptionFault {
    const nth = this.calls.subscribe++;
    return this.faults.subscribe?.(nth) ?? {};
  }

  /** What ends it is returned. */
  opened(outlet: Outlet): () => void {
    this.#subscriptions.add(outlet);
    return () => this.#subscriptions.delete(outlet);
  }
}

const streams = (standIn: Promise<StandIn>): IStreamsServer => ({
  read: async (call) => read(await standIn, call),
  append: async (call, answer) => append(await standIn, call, answer),
  delete: async ({ request }, answer) => {
    (await standIn).log.delete(nameIn(request.getOptions()?.getStreamIdentifier()));
    answer(null, new messages.DeleteResp());
  },
  tombstone: async ({ request }, answer) => {
    (await standIn).log.tombstone(nameIn(request.getOptions()?.getStreamIdentifier()));
    answer(null, new messages.TombstoneResp());
  },
  batchAppend: (call) => void call.emit('error', REFUSALS.unimplemented()),
});

const gossiping = (standIn: Promise<StandIn>): IGossipServer => ({
  read: async (_, answer) => {
    const members = (await standIn).members.map(({ port, state }) =>
      new gossip.MemberInfo()
        .setIsAlive(true)
        .setState(gossip.MemberInfo.VNodeState[state === 'leader' ? 'LEADER' : 'FOLLOWER'])
        .setHttpEndPoint(new gossip.EndPoint().setAddress('127.0.0.1').setPort(port)),
    );
    answer(null, new gossip.ClusterInfo().setMembersList(members));
  },
});

/** No batch append: what a server does not name, clients do not use. */
const FEATURES: IServerFeaturesServer = {
  getSupportedMethods: (_, answer) => {
    const methods = ['read', 'append', 'delete', 'tombstone'].map((name) =>
      new features.SupportedMethod()
        .setServiceName('event_store.client.streams.Streams')
        .setMethodName(name),
    );
    const supported = new features.SupportedMethods().setEventStoreServerVersion('24.10.0');
    answer(null, supported.setMethodsList(methods));
  },
};
