import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TestNationalSystem } from '#testing';

/** The national systems of several states, each at `/<state>` of one HTTP server. */
export class NationalSystems {
  readonly #systems: ReadonlyMap<string, TestNationalSystem>;
  readonly #server = createServer((request, response) => {
    const system = this.#systems.get(request.url!.slice(1));
    if (system) void system.serve(request, response);
    else response.writeHead(404).end();
  });

  /** @param effectsFolder where each writes its effects to `<state>.txt`, for tests that kill what delivers */
  constructor(states: readonly string[], effectsFolder?: string) {
    const fileOf = (state: string) => effectsFolder && join(effectsFolder, `${state}.txt`);
    this.#systems = new Map(states.map((state) => [state, new TestNationalSystem(fileOf(state))]));
  }

  /** Listens on a free port; says the URL, with `{state}` in place of the state. */
  async listen(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    await promise;
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/{state}`;
  }

  of(state: string): TestNationalSystem {
    const system = this.#systems.get(state);
    if (system) return system;
    throw new Error(`no national system of ${state} is on this stage`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    for (const system of this.#systems.values()) system.forget();
  }
}
