import { generateKey, parseJws, signJws } from '#signing';
import type { HistoryEvent } from './read-event.ts';
import { Signatures } from './signatures.ts';

const [key, other] = [generateKey('KG.MOH', 'statement'), generateKey('KG.MOH', 'statement')];
const event = { position: '1' } as HistoryEvent;
const signed = (by = key) => parseJws(signJws('test+jws', {}, by), { typ: 'test+jws' });

describe('signatures', () => {
  test('are verified, and each that is none is told with its event', async () => {
    const failed: HistoryEvent[] = [];
    const signatures = new Signatures(true, (one) => failed.push(one));
    const forged = { ...event };
    signatures.check(event, signed(), key);
    signatures.check(forged, signed(other), key);
    signatures.check(event, signed(), key);
    signatures.add(2);
    await signatures.settled();
    expect(failed).toHaveLength(1);
    expect(failed[0]).toBe(forged);
    expect(signatures.count).toBe(5);
  });

  test('are verified here where the pool has no room, until it says what it has done', async () => {
    const failed: HistoryEvent[] = [];
    const signatures = new Signatures(true, (one) => failed.push(one));
    while (!signatures.isFull) signatures.check(event, signed(), key);
    expect(signatures.count).toBe(32);
    signatures.check(event, signed(other), key);
    expect(failed).toEqual([event]);
    signatures.check(event, signed(), key);
    expect(failed).toHaveLength(1);
    while (signatures.isFull) await signatures.turn();
    signatures.check(event, signed(other), key);
    expect(failed).toHaveLength(1);
    await signatures.settled();
    expect([failed.length, signatures.count]).toEqual([2, 35]);
  });

  test('are not verified unless they shall be', async () => {
    const failed: unknown[] = [];
    const signatures = new Signatures(false, (one) => failed.push(one));
    signatures.check(event, signed(other), key);
    await signatures.settled();
    expect([failed, signatures.count]).toEqual([[], 0]);
  });
});
