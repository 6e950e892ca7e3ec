import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EventStore } from '#event-store';
import { PinoLogger } from '#platform';
import { signRequest } from '#signing';
import { freePort } from '#testing';
import { openHub } from './hub.life.ts';
import { createHubServer } from './hub-server.ts';
import type { TestHub } from './hub.samples.ts';
import { answerOf, bytesOf, type Answer } from './question.samples.ts';

type Subscribe = EventStore['subscribeToAll'];

/**
 * Another instance of a hub: over the same stores and vault, with views of its own, under the same name. It can be made
 * deaf: then it hears of no event, as if its store were slow, until it listens again.
 */
export class SecondHub {
  readonly #first: TestHub;
  readonly #origin: string;
  readonly #server: NestFastifyApplication;
  readonly #ear: Ear;

  private constructor(first: TestHub, origin: string, server: NestFastifyApplication, ear: Ear) {
    this.#first = first;
    this.#origin = origin;
    this.#server = server;
    this.#ear = ear;
  }

  static async beside(first: TestHub, viewAgeLimitSeconds = 10): Promise<SecondHub> {
    const { parts, accessStore, thread } = first.running;
    const ear = new Ear();
    const readModelFolder = join(parts.options.readModelFolder, '..', 'second-views');
    const opened = await openHub(
      { store: heardBy(ear, parts.store), accessStore, vault: parts.vault, thread },
      { ...parts.options, readModelFolder, viewAgeLimitSeconds },
    );
    const logger = new PinoLogger('error', { write: () => undefined });
    const server = await createHubServer(opened, logger);
    const port = await freePort();
    await server.listen(port, '127.0.0.1');
    return new SecondHub(first, `http://127.0.0.1:${port}`, server, ear);
  }

  /** Where it listens; its name is the first one's. */
  get at(): string {
    return this.#origin;
  }

  hearsNothing(): void {
    this.#ear.shut();
  }

  listens(): void {
    this.#ear.open();
  }

  /** A signed POST; both hubs have one name, which is what a signature covers. */
  async post(path: string, by: string, content: object): Promise<Answer> {
    const body = bytesOf(content)!;
    const key = this.#first.key(`${by} request`);
    const signature = signRequest({
      method: 'POST',
      url: `${this.#first.origin}${path}`,
      key,
      body,
    });
    const headers = { 'content-type': 'application/json', ...signature };
    return answerOf(await fetch(`${this.#origin}${path}`, { method: 'POST', headers, body }));
  }

  /** What anybody may read. */
  async get(path: string): Promise<Answer> {
    return answerOf(await fetch(`${this.#origin}${path}`));
  }

  async close(): Promise<void> {
    this.listens();
    await this.#server.close();
  }
}

/** What every event passes on its way to the views. */
class Ear {
  #isOpen: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;

  shut(): void {
    this.#isOpen = new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#open();
  }

  hears(): Promise<void> {
    return this.#isOpen;
  }
}

const heardBy = (ear: Ear, store: EventStore): EventStore => {
  const subscribeToAll: Subscribe = (from, filter, listener) =>
    store.subscribeToAll(from, filter, {
      ...listener,
      events: async (batch, upTo) => {
        await ear.hears();
        await listener.events(batch, upTo);
      },
    });
  // Everything else is the store's own.
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'subscribeToAll') return subscribeToAll;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
};
