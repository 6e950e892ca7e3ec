import { Clock, type Instant } from '#kernel';
import { generateKey, openMessage, publicHalf, sealMessage, unwrapLaneKey } from '#signing';
import { LaneKeys } from './lane-keys.ts';

class StoppedClock extends Clock {
  instant: Instant = '2026-11-24T03:59:00.000Z';
  now(): Instant {
    return this.instant;
  }
}

const hub = generateKey('HUB', 'hub');
const ministry = generateKey('RU.MOH', 'encryption');
const clock = new StoppedClock();
const keys = () => new LaneKeys('exchange.RU', hub, clock);

test('a key opens what it sealed, for its authority', async () => {
  const { laneKey, wrapped } = await keys().of('RU.MOH', ministry);
  const opened = await unwrapLaneKey(wrapped, ministry, publicHalf(hub));
  const place = { authority: 'RU.MOH', topic: 'exchange.RU', event: 'e1' };
  expect(openMessage(sealMessage(laneKey, 'e1', 'text'), opened, place)).toBe('text');
  expect(opened.period).toBe('2026-11-24T03:59:00.000Z');
});

test('a key serves one authority, one hour and one encryption key', async () => {
  const lane = keys();
  const first = await lane.of('RU.MOH', ministry);
  expect(await lane.of('RU.MOH', ministry)).toBe(first);
  const others = [
    await lane.of('RU.MOL', generateKey('RU.MOL', 'encryption')),
    await keys().of('RU.MOH', ministry),
    await lane.of('RU.MOH', generateKey('RU.MOH', 'encryption')),
  ];
  clock.instant = '2026-11-24T04:00:00.000Z';
  others.push(await lane.of('RU.MOH', ministry));
  const kids = [first, ...others].map(({ laneKey }) => laneKey.kid);
  expect(new Set(kids).size).toBe(5);
});
