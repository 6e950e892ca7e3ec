import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '#kernel';
import { SqliteThread } from '#sqlite';
import { EmbeddedFanOut } from './embedded/index.ts';
import { FAN_OUT_CHECKS } from './fan-out.conformance.ts';
import type { Consumption, FanOut, Handler, Lane, Message } from './fan-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'broken-'));
const thread = SqliteThread.start();
const open = () => EmbeddedFanOut.open(thread, join(folder, 'fan-out.db'), { firstRest: 20 });
afterAll(async () => {
  await thread.close();
  rmSync(folder, { recursive: true });
});

/** A fan-out that does as `real` but for what `changes` says. */
const changed = (real: FanOut, changes: Partial<FanOut>): FanOut => ({
  lane: (state) => real.lane(state),
  consume: (state, authority, handler) => real.consume(state, authority, handler),
  waiting: (state, authority) => real.waiting(state, authority),
  close: () => real.close(),
  ...changes,
});

type Publish = Lane['publish'];
const publishing =
  (change: (publish: Publish, lane: Lane, real: FanOut, state: string) => Publish) =>
  (real: FanOut): FanOut =>
    changed(real, {
      async lane(state) {
        const lane = await real.lane(state);
        const publish: Publish = (...args) => lane.publish(...args);
        return { position: () => lane.position(), publish: change(publish, lane, real, state) };
      },
    });

const handling =
  (change: (handler: Handler) => Handler) =>
  (real: FanOut): FanOut =>
    changed(real, {
      consume: (state, authority, handler) => real.consume(state, authority, change(handler)),
    });

/** One thing at a time. */
function queued() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}

async function untilItWorks(work: () => Promise<void>, pause: number): Promise<void> {
  for (let n = 0; n < 100; n++)
    try {
      return await work();
    } catch {
      await sleep(pause);
    }
}

const codeIs = (error: unknown, code: string) => error instanceof HubError && error.code === code;

/** Each breaks one promise, and the check of that promise must find out. */
const BROKEN: [keyof typeof FAN_OUT_CHECKS, string, (real: FanOut) => FanOut][] = [
  [
    'a lane that never published has no position',
    'starts at zero',
    (real) =>
      changed(real, {
        async lane(state) {
          const lane = await real.lane(state);
          return { publish: lane.publish, position: async () => (await lane.position()) ?? '0' };
        },
      }),
  ],
  [
    'a message comes as it was published',
    'cuts long values',
    publishing(
      (publish) =>
        (messages, ...rest) =>
          publish(
            messages.map((m) => ({ ...m, value: m.value.slice(0, 65_536) })),
            ...rest,
          ),
    ),
  ],
  [
    'publish is durable, with its position',
    'resolves before it has stored',
    publishing((publish) => async (...args) => {
      setTimeout(() => publish(...args).catch(() => {}), 100);
    }),
  ],
  [
    'publish is durable, with its position',
    'stores messages without the position',
    publishing((publish, lane) => async (messages) => {
      await publish(messages, (await lane.position()) ?? '');
    }),
  ],
  [
    'a position may move without messages',
    'stores a position only beside messages',
    publishing((publish) => async (messages, ...rest) => {
      if (messages.length > 0) await publish(messages, ...rest);
    }),
  ],
  [
    'a publish at or below the position is refused and leaves nothing behind',
    'stores the messages, then refuses the position',
    publishing((publish, lane) => async (messages, upTo, forget) => {
      const position = (await lane.position()) ?? '';
      if (upTo > position) return publish(messages, upTo, forget);
      await publish(messages, `${position}+`);
      return publish([], upTo, forget);
    }),
  ],
  [
    'a publish at or below the position is refused and leaves nothing behind',
    'takes any position',
    publishing(
      (publish) =>
        (...args) =>
          publish(...args).catch((error) => {
            if (!codeIs(error, 'STORE_CONCURRENT_WRITE')) throw error;
          }),
    ),
  ],
  [
    'a second owner of a lane fences the first',
    'lets every owner publish',
    publishing(
      (publish, _, real, state) =>
        (...args) =>
          publish(...args).catch(async (error) => {
            if (!codeIs(error, 'STORE_FENCED')) throw error;
            await (await real.lane(state)).publish(...args);
          }),
    ),
  ],
  [
    'messages of a key come in order, published before and after it is consumed',
    'handles everything at once',
    handling((handler) => async (message) => {
      setTimeout(() => handler(message), Math.random() * 20);
    }),
  ],
  [
    'messages of a key come in order, published before and after it is consumed',
    'sees only what was there when it began',
    (real) => {
      let began = false;
      const late = new Set<string>();
      return changed(
        publishing((publish) => (messages, ...rest) => {
          if (began) for (const { event } of messages) late.add(event);
          return publish(messages, ...rest);
        })(real),
        {
          consume(state, authority, handler) {
            began = true;
            return real.consume(state, authority, async (message) => {
              if (!late.has(message.event)) await handler(message);
            });
          },
        },
      );
    },
  ],
  [
    'a key has one message in hand at a time',
    'resolves when the handler has begun',
    handling((handler) => async (message) => {
      handler(message).catch(() => {});
    }),
  ],
  [
    'a message is done only when its handler resolves',
    'marks it done when the handler has begun',
    handling((handler) => async (message) => {
      handler(message).catch(() => {});
    }),
  ],
  [
    'a rejected message comes again, after a pause and before later ones of its key',
    'drops what is rejected',
    handling((handler) => (message) => handler(message).catch(() => {})),
  ],
  [
    'a rejected message comes again, after a pause and before later ones of its key',
    'tries again at once',
    handling((handler) => (message) => untilItWorks(() => handler(message), 0)),
  ],
  [
    'a rejected message comes again, after a pause and before later ones of its key',
    'puts what is rejected behind',
    handling((handler) => async (message) => {
      await handler(message).catch(() => void untilItWorks(() => handler(message), 20));
    }),
  ],
  [
    'a consumer that starts again begins with everything not done',
    'begins with the first it was never given',
    (real) => {
      const given = new Set<string>();
      const once = (handler: Handler) => async (message: Message) => {
        if (given.has(message.event)) return;
        await handler(message).finally(() => given.add(message.event));
      };
      return handling(once)(real);
    },
  ],
  [
    'a closed consumer begins nothing more and finishes what it began',
    'does not wait for the handler',
    (real) => leavingOpen(real, async (consumption) => void consumption.close()),
  ],
  [
    'a closed consumer begins nothing more and finishes what it began',
    'goes on after it is closed',
    (real) => leavingOpen(real, () => sleep(50)),
  ],
  [
    'failing keys hold up no other key',
    'stands still when a handler rejects',
    (real) => {
      const closed = Promise.withResolvers<void>();
      let failed = false;
      const stop = (handler: Handler) => async (message: Message) => {
        if (failed) return closed.promise;
        await handler(message).finally(() => (failed = true));
      };
      return changed(handling(stop)(real), {
        close: () => (closed.resolve(), real.close()),
      });
    },
  ],
  [
    'one authority holds up no other',
    'has one queue for all authorities',
    (real) => {
      const inTurn = queued();
      return handling((handler) => (message) => inTurn(() => handler(message)))(real);
    },
  ],
  [
    'authorities get their own messages only',
    'gives every authority everything',
    (real) => {
      const everything: Message[] = [];
      return changed(
        publishing((publish) => (messages, ...rest) => {
          everything.push(...messages);
          return publish(messages, ...rest);
        })(real),
        {
          async consume(_state, _authority, handler) {
            for (const message of everything) await handler(message);
            return { close: async () => {} };
          },
        },
      );
    },
  ],
  [
    'waiting counts what is published and not done',
    'counts every authority of the state',
    (real) =>
      changed(real, {
        waiting: async (state) =>
          (await real.waiting(state, 'RU.MOH')) + (await real.waiting(state, 'RU.MOL')),
      }),
  ],
  [
    'waiting counts what is published and not done',
    'counts done ones too',
    (real) => {
      let most = 0;
      return changed(real, {
        waiting: async (...args) => (most = Math.max(most, await real.waiting(...args))),
      });
    },
  ],
  [
    'forget deletes the waiting messages of its keys, then stores the new ones',
    'forgets nothing',
    publishing((publish) => (messages, upTo) => publish(messages, upTo)),
  ],
  [
    'forget deletes the waiting messages of its keys, then stores the new ones',
    'forgets the new ones too',
    publishing((publish) => async (messages, upTo, forget) => {
      await publish(messages, upTo);
      if (forget) await publish([], `${upTo}+`, forget);
    }),
  ],
];

function leavingOpen(real: FanOut, close: (consumption: Consumption) => Promise<void>): FanOut {
  return changed(real, {
    async consume(...args) {
      const consumption = await real.consume(...args);
      return { close: () => close(consumption) };
    },
  });
}

describe('the suite finds a fan-out that', () => {
  test.each(BROKEN)('%s: %s', async (check, _, broken) => {
    const subject = { open: async () => broken(await open()), forgets: true, patience: 300 };
    // By an expectation or a condition of the check, not because something else went wrong.
    await expect(FAN_OUT_CHECKS[check](subject)).rejects.toThrow(/expect\(|never came true/);
  });

  test('breaks any promise: each check has its broken adapter', () => {
    const broken = new Set(BROKEN.map(([check]) => check));
    expect(Object.keys(FAN_OUT_CHECKS).filter((check) => !broken.has(check as never))).toEqual([]);
  });
});
