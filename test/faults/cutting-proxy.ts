import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** Carries requests to a server and cuts the connection when the answer comes: the client never learns what became of them. */
export class CuttingProxy {
  readonly #server;

  private constructor(target: URL) {
    this.#server = createServer((client) => {
      const server = connect(Number(target.port), target.hostname);
      client.pipe(server);
      server.once('data', () => {
        server.destroy();
        client.destroy();
      });
      for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    });
  }

  static async start(target: string): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(new URL(target));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}
