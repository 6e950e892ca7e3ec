import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import type { RecordedEvent } from '../event-store.ts';
import { CatchUp } from './catch-up.ts';
import type { Page } from './pages.ts';
import { toPosition, toRow } from './position.ts';

/** A log in memory with pages of two, so that hand-overs meet page boundaries. */
class Log {
  readonly #subscriptions: CatchUp[] = [];
  length = 0;

  readonly page = (after: number): Page => {
    const upTo = Math.min(after + 2, this.length);
    const events = Array.from({ length: upTo - after }, (_, index) => eventAt(after + index + 1));
    return { events, upTo };
  };

  append(count: number): void {
    this.length += count;
    for (const subscription of this.#subscriptions) subscription.wake();
  }

  subscribe(after: number, turns: number): Subscribed {
    const subscribed = new Subscribed(this, after, turns);
    this.#subscriptions.push(subscribed.subscription);
    return subscribed;
  }
}

const eventAt = (row: number): RecordedEvent => ({
  id: `event ${row}`,
  type: 'Noted',
  data: '{}',
  metadata: '{}',
  stream: 'a',
  revision: row,
  position: toPosition(row),
});

/** A subscriber that needs some turns of the event loop for each batch, and checks every call it gets. */
class Subscribed {
  readonly subscription: CatchUp;
  readonly rows: number[] = [];
  readonly faults: string[] = [];
  closed = false;
  #busy = false;

  constructor(log: Log, after: number, turns: number) {
    this.subscription = new CatchUp(log.page, after, {
      events: async (events, upTo) => {
        this.#expect(!this.#busy, 'calls overlap');
        this.#busy = true;
        for (let turn = 0; turn < turns; turn++) await nextTurn();
        this.rows.push(...events.map(({ position }) => toRow(position)));
        this.#expect(this.rows.at(-1) === toRow(upTo), 'upTo is another place');
        this.#busy = false;
      },
      caughtUp: (at) => {
        this.#expect((this.rows.at(-1) ?? after) === toRow(at), 'caughtUp names another place');
        this.#expect(log.length === toRow(at), 'caughtUp before the end');
      },
      failed: (error) => this.faults.push(String(error)),
    });
  }

  async close(): Promise<void> {
    await this.subscription.close();
    this.closed = true;
  }

  #expect(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
    if (this.closed) this.faults.push('called after close');
  }
}

const step = fc.oneof(
  fc.record({ append: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ subscribe: fc.nat(100), turns: fc.nat(3) }),
  fc.record({ turns: fc.nat(3) }),
  fc.record({ close: fc.nat(20) }),
);

test('in 10,000 hand-overs at random moments nothing is missed, repeated or reordered', async () => {
  let handOvers = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 60 }), async (steps) => {
      const log = new Log();
      const all: { readonly after: number; readonly subscribed: Subscribed }[] = [];
      for (const act of steps)
        if ('append' in act) log.append(act.append);
        else if ('subscribe' in act) {
          const after = act.subscribe % (log.length + 1);
          all.push({ after, subscribed: log.subscribe(after, act.turns) });
        } else if ('close' in act) await all[act.close]?.subscribed.close();
        else for (let turn = 0; turn < act.turns; turn++) await nextTurn();
      handOvers += all.length;

      const open = all.filter(({ subscribed }) => !subscribed.closed);
      const done = () => open.every((one) => one.after + one.subscribed.rows.length >= log.length);
      for (let turn = 0; turn < 2_000 && !done(); turn++) await nextTurn();
      for (const { after, subscribed } of all) {
        const { rows, closed, faults } = subscribed;
        const wanted = Array.from({ length: log.length - after }, (_, index) => after + index + 1);
        expect(rows).toEqual(closed ? wanted.slice(0, rows.length) : wanted);
        expect(faults).toEqual([]);
        await subscribed.close();
      }
    }),
    { numRuns: 1_200, seed: 20_261_124 },
  );
  expect(handOvers).toBeGreaterThan(10_000);
});

test('a subscriber may close its subscription as soon as it has caught up', async () => {
  const log = new Log();
  const caughtUp = Promise.withResolvers<Promise<void>>();
  const subscription = new CatchUp(log.page, 0, {
    events: () => undefined,
    caughtUp: () => caughtUp.resolve(subscription.close()),
    failed: caughtUp.reject,
  });
  await caughtUp.promise;
});
