import { readFileSync } from 'node:fs';
import { EventStoreDBClient, type SingleNodeOptions } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { StoreError } from '#kernel';
import { Answers } from './answers.ts';
import type { EventStoreDbSettings, NodePreference } from './settings.ts';

/**
 * The client's connection (discovery, credentials, TLS, the move to another node after NotLeader or a loss) with this
 * store's own calls over it. The client's calls lose what a store must keep: its events have JSON parsed, so that the bytes
 * are gone; `readAll` takes no filter; and its batch append shares one table of waiting appends among all clients of a
 * process: an error of one rejects those of the others, and the answers to those then throw where nobody catches.
 */
export class Connection extends EventStoreDBClient {
  readonly #deadline: number;
  readonly #requiresLeader: boolean;
  #channel: { close(): void } | undefined;
  #closed = false;

  constructor(settings: EventStoreDbSettings, nodePreference: NodePreference = 'leader') {
    const { tls, caFile, certFile, keyFile, credentials, deadline = 5_000 } = settings;
    super(
      nodes(settings, nodePreference),
      {
        insecure: !tls,
        ...(caFile && { rootCertificate: readFileSync(caFile) }),
        ...(certFile && { userCertFile: readFileSync(certFile) }),
        ...(keyFile && { userKeyFile: readFileSync(keyFile) }),
      },
      credentials,
    );
    this.#deadline = deadline;
    this.#requiresLeader = nodePreference === 'leader';
  }

  /** One try of an append. Rejects where the server gave no answer, and it may be written all the same. */
  append(requests: readonly AppendReq[], atMost = this.#deadline): Promise<AppendResp> {
    const deadline = Math.min(atMost, this.#deadline);
    this.#assertOpen();
    return this.execute(StreamsClient, 'append', (client) => {
      this.#channel = client.getChannel();
      return new Promise((resolve, reject) => {
        const [metadata, options] = this.callArguments({ requiresLeader: true, deadline });
        const call = client.append(metadata, options, (error, answer) =>
          error ? reject(error) : resolve(answer),
        );
        call.on('error', reject);
        for (const request of requests) call.write(request);
        call.end();
      });
    });
  }

  /** Begins a read or a subscription. It has no deadline: how long one takes depends on who reads. */
  read(request: ReadReq, changed: () => void): Answers {
    this.#assertOpen();
    const start = this.GRPCStreamCreator(StreamsClient, 'read', (client) => {
      this.#channel = client.getChannel();
      const requiresLeader = this.#requiresLeader;
      return client.read(
        request,
        ...this.callArguments({ requiresLeader }, { deadline: Infinity }),
      );
    });
    return new Answers(start(), changed);
  }

  /** Ends every call, and the connection, which the client's own `dispose` leaves open. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.dispose();
    this.#channel?.close();
  }

  /** The client would connect anew. */
  #assertOpen(): void {
    if (this.#closed) throw new StoreError('STORE_UNAVAILABLE', 'the connection is closed');
  }
}

function nodes(settings: EventStoreDbSettings, nodePreference: NodePreference): SingleNodeOptions {
  const { hosts, discover, deadline: defaultDeadline, ...others } = settings;
  const { tls: _, caFile: _1, certFile: _2, keyFile: _3, credentials: _4, ...tuning } = others;
  const common = { ...tuning, nodePreference, ...(defaultDeadline && { defaultDeadline }) };
  const [first] = hosts;
  const where =
    hosts.length > 1 ? { endpoints: hosts } : discover ? { discover: first } : { endpoint: first };
  // Sound: one of the three forms that the constructor takes, of which it has an overload each.
  return { ...common, ...where } as unknown as SingleNodeOptions;
}
