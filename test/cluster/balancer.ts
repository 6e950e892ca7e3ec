import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What may take connections. */
export type Behind = { readonly url: string; isReady(): Promise<boolean> };

/** Milliseconds between two questions who is ready. */
const ROUND = 500;

/**
 * What stands before the hubs at the origin: gives each connection to one of them in turn, of those that last said they are
 * ready. It reads nothing of what it carries.
 */
export class Balancer {
  readonly #server = createServer((client) => this.#carry(client));
  readonly #sockets = new Set<Socket>();
  #behind: readonly Behind[] = [];
  #ready: readonly Behind[] = [];
  #asking: NodeJS.Timeout | undefined;
  #turn = 0;

  static async listen(port: number): Promise<Balancer> {
    const balancer = new Balancer();
    balancer.#server.listen(port, '127.0.0.1');
    await once(balancer.#server, 'listening');
    balancer.#asking = setInterval(() => void balancer.look(), ROUND).unref();
    return balancer;
  }

  /** From now on these are the ones behind it. */
  stand(behind: readonly Behind[]): void {
    this.#behind = behind;
  }

  /** Asks who is ready now. */
  async look(): Promise<void> {
    const answers = await Promise.all(
      this.#behind.map(async (one) => ((await one.isReady()) ? [one] : [])),
    );
    this.#ready = answers.flat();
  }

  async close(): Promise<void> {
    clearInterval(this.#asking);
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #carry(client: Socket): void {
    // Where none is ready, any can say better why than a connection that breaks.
    const among = this.#ready.length > 0 ? this.#ready : this.#behind;
    const one = among[this.#turn++ % (among.length || 1)];
    if (!one) return void client.destroy();
    const { port, hostname } = new URL(one.url);
    const hub = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, hub],
      [hub, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        this.#sockets.delete(socket);
        other.destroySoon();
      });
      socket.pipe(other);
    }
  }
}
