import fc from 'fast-check';
import { outcomeOf, withOutcomes, type Outcome, type Outcomes } from './outcomes.ts';

const none: Outcomes = [];
const of = (...entries: [string, Outcome][]) => new Map(entries);

describe('outcomes', () => {
  test('are the last that was said of each event', () => {
    const outcomes = [of(['e1', 'PARKED'], ['e2', 'DELIVERED']), of(['e1', 'REDRIVEN'])].reduce(
      withOutcomes,
      none,
    );
    expect(outcomeOf(outcomes, 'e1')).toBe('REDRIVEN');
    expect(outcomeOf(outcomes, 'e2')).toBe('DELIVERED');
    expect(outcomeOf(outcomes, 'e3')).toBeUndefined();
  });

  test('of an earlier moment stay as they were', () => {
    const before = withOutcomes(none, of(['e1', 'PARKED']));
    withOutcomes(before, of(['e1', 'DELIVERED']));
    expect(outcomeOf(before, 'e1')).toBe('PARKED');
  });

  test('are those of a plain map, in whatever batches they came', () => {
    const outcome = fc.constantFrom<Outcome>('DELIVERED', 'PARKED', 'REDRIVEN', 'REFUSED');
    const name = fc.integer({ min: 0, max: 9 }).map(String);
    const batch = fc.array(fc.tuple(name, outcome), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(batch), (batches) => {
        const outcomes = batches.map((entries) => new Map(entries)).reduce(withOutcomes, none);
        const plain = new Map(batches.flat());
        for (const event of '0123456789') expect(outcomeOf(outcomes, event)).toBe(plain.get(event));
      }),
    );
  });

  test('lie in few layers, however many there are', () => {
    const singles = Array.from({ length: 1000 }, (_, number) => of([`e${number}`, 'DELIVERED']));
    expect(singles.reduce(withOutcomes, none).length).toBeLessThanOrEqual(10);
  });

  test('leave a larger layer as it is, so that one more outcome copies few', () => {
    const large = of(['e1', 'PARKED'], ['e2', 'DELIVERED']);
    expect(withOutcomes([large], of(['e1', 'REDRIVEN']))[0]).toBe(large);
  });
});
