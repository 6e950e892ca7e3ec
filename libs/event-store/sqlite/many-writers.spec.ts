import fc from 'fast-check';
import { ConcurrentWrite } from '#kernel';
import { temporaryStore, type TemporaryStore } from '#testing';
import { all, idsOf, notes } from '../conformance/given.conformance.ts';
import type { EventToAppend } from '../event-store.ts';

/** What a store must come to if it takes appends one after the other, in the order they were begun. */
class Model {
  readonly streams = new Map<string, readonly EventToAppend[]>();
  readonly order: string[] = [];

  stream(name: string): readonly EventToAppend[] {
    return this.streams.get(name) ?? [];
  }

  /** The last revision written, or `refused`; `after` is -1 for an absent stream. */
  append(name: string, after: number, events: readonly EventToAppend[]): number | 'refused' {
    const there = this.stream(name);
    const followed = there.slice(after + 1, after + 1 + events.length);
    const written = after + events.length;
    if (idsOf(followed).join() === idsOf(events).join()) return written;
    if (after !== there.length - 1) return 'refused';
    this.streams.set(name, [...there, ...events]);
    this.order.push(...idsOf(events));
    return written;
  }
}

const write = fc.record({
  stream: fc.nat(2),
  /** How far the writer's idea of the stream is off. */
  off: fc.constantFrom(0, 0, 0, -1, 1, -2),
  count: fc.integer({ min: 1, max: 3 }),
  /** Sends the events again that are there. */
  again: fc.boolean(),
});

describe('appends of many writers at once', () => {
  let temporary: TemporaryStore;
  beforeAll(async () => (temporary = await temporaryStore()));
  afterAll(() => temporary.close());

  test('are decided one after the other, in the order they were begun', async () => {
    const { store } = temporary;
    const seen = { written: 0, refused: 0, repeated: 0 };
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 10, maxLength: 30 }), async (writes) => {
        const kind = `run${run++}-`;
        const before = await store.end();
        const model = new Model();
        const wanted: (number | 'refused')[] = [];
        const outcomes: Promise<number | 'refused'>[] = [];
        for (const { stream, off, count, again } of writes) {
          const name = `${kind}${stream}`;
          const there = model.stream(name);
          const after = Math.max(-1, there.length - 1 + off - (again ? count : 0));
          const repeated = there.slice(after + 1, after + 1 + count);
          const events = again && repeated.length > 0 ? repeated : notes(count);
          outcomes.push(outcome(store.append(name, after === -1 ? 'none' : after, events)));
          wanted.push(model.append(name, after, events));
          if (events === repeated) seen.repeated++;
          else if (wanted.at(-1) === 'refused') seen.refused++;
          else seen.written++;
        }
        expect(await Promise.all(outcomes)).toEqual(wanted);
        for (const [name, events] of model.streams)
          expect(idsOf(await store.readStream(name))).toEqual(idsOf(events));
        const read = await all(store.readAll(before, { streamPrefixes: [kind] }));
        expect(idsOf(read)).toEqual(model.order);
      }),
      { numRuns: 60, seed: 20_261_124 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });
});

const outcome = (append: Promise<{ readonly revision: number }>): Promise<number | 'refused'> =>
  append.then(
    ({ revision }) => revision,
    (error: unknown) => {
      if (error instanceof ConcurrentWrite) return 'refused';
      throw error;
    },
  );
