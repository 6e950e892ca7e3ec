import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { produceRefusal } from './produce-refusal.ts';

/** What a client asks a broker. */
export type KafkaRequest = {
  /** Which question: `API` names some. */
  readonly api: number;
  readonly version: number;
  readonly frame: Buffer;
};

export const API = { produce: 0, fetch: 1, endTransaction: 26 } as const;

/**
 * What goes wrong with a request: the connection ends before the broker has it, or when its answer is there; or no
 * answer comes; or an error stands in its place, and the broker did as it was asked (`after`) or never heard of it.
 * `tell` is called at that moment.
 */
export type KafkaFault = { readonly when: 'before' | 'after'; readonly tell?: () => void } & (
  | { readonly cut: true }
  | { readonly silent: true }
  /** The number of an error, in the answer to a `produce`. */
  | { readonly refuse: number }
);

/** Stands before a broker, passes on what is said, and lets go wrong what a test wants to. */
export class KafkaProxy {
  /** Asked of each request. */
  fault: (request: KafkaRequest) => KafkaFault | undefined = () => undefined;
  readonly #broker: number;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#serve(client));

  /** @param broker its port on this machine */
  constructor(broker: number) {
    this.#broker = broker;
  }

  /** Listens on `port`. */
  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(client: Socket): void {
    const broker = connect(this.#broker, '127.0.0.1');
    const cut = () => {
      client.destroy();
      broker.destroy();
    };
    /** By correlation id: what is done when the answer comes. */
    const faults = new Map<number, { readonly fault: KafkaFault; readonly asked: KafkaRequest }>();
    const befall = ({ fault, asked }: { fault: KafkaFault; asked: KafkaRequest }) => {
      fault.tell?.();
      if ('refuse' in fault) client.write(produceRefusal(asked.frame, fault.refuse));
      else if ('cut' in fault) cut();
    };
    for (const socket of [client, broker]) {
      this.#sockets.add(socket);
      socket.on('error', cut).on('close', () => {
        this.#sockets.delete(socket);
        cut();
      });
    }
    client.on(
      'data',
      inFrames((frame) => {
        const asked = { api: frame.readInt16BE(4), version: frame.readInt16BE(6), frame };
        const fault = this.fault(asked);
        if (fault?.when === 'before') return befall({ fault, asked });
        if (fault) faults.set(frame.readInt32BE(8), { fault, asked });
        broker.write(frame);
      }),
    );
    broker.on(
      'data',
      inFrames((frame) => {
        const fault = faults.get(frame.readInt32BE(4));
        if (!fault) return client.write(frame);
        faults.delete(frame.readInt32BE(4));
        return befall(fault);
      }),
    );
  }
}

/** Each message of the protocol begins with its length. */
function inFrames(take: (frame: Buffer) => void): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0);
      take(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}
