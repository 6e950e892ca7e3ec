import {
  lostReceipts,
  outOfOrder,
  wrongEffects,
  type Effect,
  type Evidence,
  type Kept,
} from './evidence.ts';

// A worker has two records: the second one supersedes the first.
const EVENTS: readonly Kept[] = [
  { id: 'e1', stream: 'certificate-1', revision: 0, digest: 'one', to: ['RU.MOH', 'RU.MOL'] },
  { id: 'e2', stream: 'certificate-1', revision: 1, digest: 'two', to: ['RU.MOH'] },
  { id: 'e3', stream: 'certificate-2', revision: 0, digest: 'two', to: ['RU.MOH'] },
  { id: 'e4', stream: 'certificate-3', revision: 0, digest: 'four', to: ['RU.MOH'] },
];
const EFFECTS: readonly Effect[] = [
  { event: 'e1', authority: 'RU.MOH' },
  { event: 'e4', authority: 'RU.MOH' },
  { event: 'e2', authority: 'RU.MOH' },
  { event: 'e1', authority: 'RU.MOL' },
  { event: 'e3', authority: 'RU.MOH' },
];
const receipt = { event: 'e3', stream: 'certificate-2', revision: 0, digest: 'two' };

const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  receipts: [receipt],
  events: EVENTS,
  effects: EFFECTS,
  workerOf: (stream) => (stream === 'certificate-3' ? 'another' : 'the same'),
  ...changes,
});

describe('evidence after kills', () => {
  test('of a hub that kept everything accuses nobody', () => {
    expect(lostReceipts(evidence())).toEqual([]);
    expect(wrongEffects(evidence())).toEqual({});
    expect(outOfOrder(evidence())).toEqual([]);
  });

  test.each([
    ['event', { event: 'e5' }],
    ['stream', { stream: 'certificate-1' }],
    ['revision', { revision: 1 }],
    ['digest', { digest: 'one' }],
  ])('shows a receipt whose %s is not in the store', (_, change) => {
    const forged = { ...receipt, ...change };
    expect(lostReceipts(evidence({ receipts: [receipt, forged] }))).toEqual([forged]);
  });

  test('shows an event that the store lost after its receipt', () =>
    expect(lostReceipts(evidence({ events: EVENTS.slice(0, 2) }))).toEqual([receipt]));

  test('shows an effect that is missing, one that came twice, and one of no event', () => {
    const effects = [...EFFECTS.slice(1), EFFECTS[4]!, { event: 'e5', authority: 'RU.MOH' }];
    expect(wrongEffects(evidence({ effects }))).toEqual({
      'e1:RU.MOH': 0,
      'e3:RU.MOH': 2,
      'e5:RU.MOH': 1,
    });
  });

  test('shows an effect at an authority that the event does not go to', () => {
    const effects = [...EFFECTS, { event: 'e2', authority: 'RU.MOL' }];
    expect(wrongEffects(evidence({ effects }))).toEqual({ 'e2:RU.MOL': 1 });
  });

  test.each([
    ['of one record', ['e2', 'e1', 'e3'], 'e1'],
    ['of two records of one worker', ['e1', 'e3', 'e2'], 'e2'],
  ])('shows effects %s that changed places', (_, order, late) => {
    const effects = order.map((event) => ({ event, authority: 'RU.MOH' }));
    expect(outOfOrder(evidence({ effects }))).toEqual([{ event: late, authority: 'RU.MOH' }]);
  });

  test('lets workers and authorities overtake each other', () => {
    const effects = [
      { event: 'e4', authority: 'RU.MOH' },
      { event: 'e2', authority: 'RU.MOH' },
      { event: 'e1', authority: 'RU.MOL' },
    ];
    expect(outOfOrder(evidence({ effects }))).toEqual([]);
  });
});
