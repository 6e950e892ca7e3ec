import type { Lane, Message } from '#fan-out';
import { until } from '#testing';
import { BATCH, LanePublisher, type Portion } from './lane-publisher.ts';

/** A lane whose transactions are stored, or fail, when the test says so. */
class HandLane implements Lane {
  readonly begun: {
    readonly events: string[];
    readonly upTo: string;
    readonly forget: string[];
  }[] = [];
  #current = Promise.withResolvers<void>();

  async position() {
    return undefined;
  }

  async publish(messages: readonly Message[], upTo: string, forget: readonly string[] = []) {
    this.begun.push({ events: messages.map(({ event }) => event), upTo, forget: [...forget] });
    await this.#current.promise;
  }

  store(): void {
    this.#current.resolve();
    this.#current = Promise.withResolvers();
  }

  fail(error: Error): void {
    this.#current.reject(error);
  }
}

const message = (event: string): Message => ({
  ...{ authority: 'RU.MOH', event, key: 'k', value: 'v', laneKey: 'l' },
});
const portion = (upTo: string, change: Partial<Portion> = {}): Portion => ({
  ...{ events: 1, messages: [message(upTo)], upTo, forget: [] },
  ...change,
});

describe('messages of a lane', () => {
  let lane: HandLane;
  let failures: unknown[];
  let counts: number[];
  let publisher: LanePublisher;
  beforeEach(() => {
    lane = new HandLane();
    [failures, counts] = [[], []];
    publisher = new LanePublisher(
      lane,
      (count) => counts.push(count),
      (error) => failures.push(error),
    );
  });
  const begun = () => lane.begun.map(({ events, upTo }) => `${events.join('+')} ${upTo}`);
  const storedWhenBegun = async (count: number) => {
    await until(() => lane.begun.length === count);
    lane.store();
  };

  test('go out at once, and those made meanwhile together', async () => {
    for (const one of ['1', '2', '3']) await publisher.add(portion(one));
    expect(begun()).toEqual(['1 1']);
    await storedWhenBegun(1);
    await storedWhenBegun(2);
    await publisher.close();
    expect(begun()).toEqual(['1 1', '2+3 3']);
    expect(counts).toEqual([1, 2]);
  });

  test('of an erasure go out after all before it is stored, with what it takes out', async () => {
    for (const one of ['1', '2']) await publisher.add(portion(one));
    await publisher.add(portion('3', { forget: ['k'] }));
    await publisher.add(portion('4'));
    for (const count of [1, 2, 3]) await storedWhenBegun(count);
    await publisher.close();
    expect(begun()).toEqual(['1 1', '2 2', '3+4 4']);
    expect(lane.begun.map(({ forget }) => forget.join())).toEqual(['', '', 'k']);
  });

  test('are not made faster than they are stored', async () => {
    await publisher.add(portion('1'));
    let isRoom = false;
    const full = publisher.add(portion('2', { events: BATCH })).then(() => (isRoom = true));
    await Promise.resolve();
    expect(isRoom).toBe(false);
    await storedWhenBegun(1);
    await full;
    await storedWhenBegun(2);
    await publisher.close();
    expect(begun()).toEqual(['1 1', '2 2']);
  });

  test('are no more than fit into a transaction', async () => {
    await publisher.add(portion('1'));
    await publisher.add(portion('2', { events: BATCH - 1 }));
    const last = publisher.add(portion('3', { events: 2 }));
    for (const count of [1, 2, 3]) await storedWhenBegun(count);
    await last;
    await publisher.close();
    expect(begun()).toEqual(['1 1', '2 2', '3 3']);
  });

  describe('of a lane that just had a transaction', () => {
    const HOUR = 3_600_000;
    const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
    beforeEach(async () => {
      publisher = new LanePublisher(
        lane,
        (count) => counts.push(count),
        (error) => failures.push(error),
        HOUR,
      );
      await publisher.add(portion('1'));
      await storedWhenBegun(1);
      await publisher.add(portion('2'));
      await settled();
      expect(begun()).toEqual(['1 1']);
    });

    test('rest, and go out when they are many', async () => {
      const many = publisher.add(portion('3', { events: BATCH - 1 }));
      await storedWhenBegun(2);
      await many;
      await publisher.close();
      expect(begun()).toEqual(['1 1', '2+3 3']);
    });

    test('rest, and go out when it closes', async () => {
      const closed = publisher.close();
      await storedWhenBegun(2);
      await closed;
      expect(begun()).toEqual(['1 1', '2 2']);
    });
  });

  test('stop at an error, of which whoever makes them is told once', async () => {
    await publisher.add(portion('1'));
    await publisher.add(portion('2'));
    const error = new Error('no');
    lane.fail(error);
    await until(() => failures.length > 0);
    await expect(publisher.add(portion('3'))).rejects.toBe(error);
    await publisher.close();
    expect(begun()).toEqual(['1 1']);
    expect(failures).toEqual([error]);
    expect(counts).toEqual([]);
  });

  test('that are none move the position', async () => {
    await publisher.add(portion('1', { messages: [] }));
    await storedWhenBegun(1);
    await publisher.close();
    expect(begun()).toEqual([' 1']);
  });
});
