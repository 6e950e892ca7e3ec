import { randomUUID } from 'node:crypto';
import { Clock, fold, later, type DomainEvent, type Instant } from '#kernel';
import { corridorAt, demand, nameOf, noticeOf, type CaseEvent } from '#recruitment';
import { sampleDemand, temporaryStore, type TemporaryStore } from '#testing';
import { EventLog } from '../../log/event-log.ts';
import { RandomIds } from '../../log/random-ids.ts';
import { Places, RESERVATION_SECONDS, streamOf } from './places.ts';

class SetClock extends Clock {
  at: Instant = '2026-11-25T08:00:00.000Z';
  now(): Instant {
    return this.at;
  }
  pass(seconds: number): void {
    this.at = later(this.at, seconds);
  }
}

const caseName = () => `KG.MOL-${randomUUID()}`;
const outcomes = async (attempts: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(attempts)).map((one) =>
    one.status === 'fulfilled' ? 'RESERVED' : (one.reason as { code: string }).code,
  );

describe('places of a demand', () => {
  let temporary: TemporaryStore;
  let clock: SetClock;
  let log: EventLog;
  let places: Places;
  beforeEach(async () => {
    temporary = await temporaryStore();
    clock = new SetClock();
    log = new EventLog(temporary.store, new RandomIds());
    places = new Places(log, clock);
  });
  afterEach(() => temporary.close());

  /** An open demand, by its name. */
  async function opened(headcount: number): Promise<string> {
    const document = sampleDemand({ headcount });
    const name = nameOf(document);
    await places.decide(name, async () => ({
      type: 'RegisterDemand',
      data: {
        document,
        corridors: [corridorAt('KG', 'RU', '2026-11-25')!],
        parties: ['KG', 'RU'],
        routing: { under: [], to: [] },
        statement: 'header.demand.signature',
      },
      ...{ at: clock.now(), by: 'RU.MOL' },
    }));
    return name;
  }

  const eventsOf = async (name: string): Promise<readonly DomainEvent[]> =>
    log.read(streamOf(name));
  const counts = async (name: string) => {
    const state = fold(demand, await eventsOf(name));
    const { status, taken, free } = noticeOf(name, state, clock.now())!;
    return { status, taken, free };
  };
  /** What is left of a selection that was cut off after the case had moved. */
  const selected = (name: string, id: string) => {
    const moved = { step: 'Selected', from: 'SHORTLISTED', to: 'SELECTED', demand: name };
    const shortlisted = {
      step: 'Shortlisted',
      from: 'REGISTERED',
      to: 'SHORTLISTED',
      demand: name,
    };
    const actor = { capacity: 'EMPLOYER' };
    const event = (data: object) =>
      ({
        type: 'CaseTransitioned',
        data: { ...data, actor, occurredAt: clock.now() },
        at: clock.now(),
        by: 'RU.MOL',
      }) as unknown as CaseEvent;
    return log.append(`case-${id}`, 'none', [event(shortlisted), event(moved)]);
  };

  test('are reserved, taken, and the demand is filled with the last', async () => {
    const name = await opened(2);
    const [one, other] = [caseName(), caseName()];
    const until = later(clock.now(), RESERVATION_SECONDS);
    expect(await places.reserve(name, one)).toEqual({ demand: name, until });
    await places.take(name, one);
    await places.reserve(name, other);
    expect(await counts(name)).toEqual({ status: 'OPEN', taken: 1, free: 0 });
    await places.take(name, other);
    expect(await counts(name)).toEqual({ status: 'FILLED', taken: 2, free: 0 });
    await places.release(name, one);
    expect(await counts(name)).toEqual({ status: 'OPEN', taken: 1, free: 1 });
  });

  test('are as they were when it is done again', async () => {
    const name = await opened(2);
    const id = caseName();
    const place = await places.reserve(name, id);
    clock.pass(1);
    expect(await places.reserve(name, id)).toEqual(place);
    await places.take(name, id);
    await places.take(name, id);
    await places.release(name, id);
    await places.release(name, id);
    expect((await eventsOf(name)).map(({ type }) => type)).toEqual([
      ...['DemandRegistered', 'QuotaNotRequired'],
      ...['PlaceReserved', 'PlaceTaken', 'PlaceReleased'],
    ]);
  });

  test('are ten for 64 who race for them', async () => {
    const name = await opened(10);
    const answers = await outcomes(
      Array.from({ length: 64 }, () => places.reserve(name, caseName())),
    );
    expect(answers.filter((one) => one === 'RESERVED')).toHaveLength(10);
    expect(new Set(answers)).toEqual(new Set(['RESERVED', 'RULE_NO_PLACE']));
    expect(await counts(name)).toMatchObject({ free: 0 });
  });

  test('are ten for 64 who race for them over two hubs', async () => {
    const name = await opened(10);
    const hubs = [places, new Places(new EventLog(temporary.store, new RandomIds()), clock)];
    const answers = await outcomes(
      Array.from({ length: 64 }, (_, n) => hubs[n % 2]!.reserve(name, caseName())),
    );
    expect(answers.filter((one) => one === 'RESERVED')).toHaveLength(10);
    expect(new Set(answers)).toEqual(new Set(['RESERVED', 'RULE_NO_PLACE']));
    const reserved = (await eventsOf(name)).filter(({ type }) => type === 'PlaceReserved');
    expect(reserved).toHaveLength(10);
  });

  test('lapse when they are not used, a minute after their time, and are given to others', async () => {
    const name = await opened(1);
    const [one, other] = [caseName(), caseName()];
    await places.reserve(name, one);
    clock.pass(RESERVATION_SECONDS + 60);
    await expect(places.reserve(name, other)).rejects.toMatchObject({ code: 'RULE_NO_PLACE' });
    clock.pass(1);
    await places.reserve(name, other);
    await expect(places.take(name, one)).rejects.toMatchObject({ code: 'RULE_NO_PLACE' });
    await places.take(name, other);
    expect(await counts(name)).toEqual({ status: 'FILLED', taken: 1, free: 0 });
  });

  test('of a case that was selected and cut off before that was noted are not given away', async () => {
    const name = await opened(1);
    const [one, other] = [caseName(), caseName()];
    await places.reserve(name, one);
    await selected(name, one);
    clock.pass(RESERVATION_SECONDS + 61);
    await expect(places.reserve(name, other)).rejects.toMatchObject({ code: 'RULE_NO_PLACE' });
    await places.reserve(name, one);
    expect(await counts(name)).toEqual({ status: 'FILLED', taken: 1, free: 0 });
  });

  test('of another demand say nothing of this one', async () => {
    const [name, another] = [await opened(1), await opened(1)];
    const [one, other] = [caseName(), caseName()];
    await places.reserve(name, one);
    await selected(another, one);
    clock.pass(RESERVATION_SECONDS + 61);
    await places.reserve(name, other);
    expect(await counts(name)).toEqual({ status: 'OPEN', taken: 0, free: 0 });
  });

  test('that were taken for a selection which was undone since are reserved anew', async () => {
    const name = await opened(1);
    const id = caseName();
    await places.reserve(name, id);
    await places.take(name, id);
    clock.pass(10);
    const { until } = await places.reserve(name, id);
    expect(until).toBe(later(clock.now(), RESERVATION_SECONDS));
    await places.take(name, id);
  });

  test('are of a demand that there is', async () => {
    const { authority, id } = sampleDemand();
    const name = `${authority}-${id}`;
    await expect(places.reserve(name, caseName())).rejects.toMatchObject({
      code: 'RULE_DEMAND_UNKNOWN',
    });
    expect(await places.demand(name)).toBeUndefined();
    const known = await opened(1);
    expect(await places.demand(known)).toEqual({
      ...{ name: known, isOpen: true, origins: ['KG'], destination: 'RU' },
    });
  });
});
