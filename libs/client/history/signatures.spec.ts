import { generateKey, parseJws, publicHalf, signJws } from '#signing';
import type { HistoryEvent } from './read-event.ts';
import { Signatures } from './signatures.ts';

const [key, other] = [generateKey('KG.MOH', 'statement'), generateKey('KG.MOH', 'statement')];
const event = {} as HistoryEvent;
const signed = (by = key) => parseJws(signJws('test+jws', {}, by), { typ: 'test+jws' });

describe('signatures', () => {
  test('are verified, and each that is none is told with its event', async () => {
    const failed: HistoryEvent[] = [];
    const signatures = new Signatures(true, (one) => failed.push(one));
    const forged = { ...event };
    signatures.check(event, signed(), publicHalf(key));
    signatures.check(forged, signed(other), publicHalf(key));
    signatures.check(event, signed(), publicHalf(key));
    signatures.add(2);
    await signatures.settled();
    expect(failed).toHaveLength(1);
    expect(failed[0]).toBe(forged);
    expect(signatures.count).toBe(5);
  });

  test('wait for each other where there are too many', async () => {
    const signatures = new Signatures(true, () => undefined);
    let checked = 0;
    for (; !signatures.isFull; checked++) signatures.check(event, signed(), publicHalf(key));
    expect(checked).toBe(512);
    await signatures.room();
    expect(signatures.isFull).toBe(false);
    await signatures.settled();
    await signatures.room();
  });

  test('are not verified unless they shall be', async () => {
    const failed: unknown[] = [];
    const signatures = new Signatures(false, (one) => failed.push(one));
    signatures.check(event, signed(other), publicHalf(key));
    await signatures.settled();
    expect([failed, signatures.count]).toEqual([[], 0]);
  });
});
