import { later, RuleBroken } from '#kernel';
import { suspendContract, terminateContract } from '../statements.ts';
import { agreedHistory } from './history.samples.ts';
import { Grounds } from './grounds.ts';
import { Lookback } from './lookback.ts';

const MATTER = { issuer: 'KG.MOH', recordType: 'MedicalCertificate' };

const refusal = (reason: string) => new RuleBroken('RULE_NO_CONTRACT', reason);

/** In force at `start`, suspended a second later for a second, ended after five. */
function changing() {
  const history = agreedHistory();
  const start = history.now;
  const { hash } = history.contracts.get('kg-ru')!.versions[0]!;
  const named = { contract: 'kg-ru', version: 1, hash, effectiveFrom: later(start, 1) };
  const by = [history.key('KG.MOH statement'), start] as const;
  history.endContract(suspendContract(...by, { ...named, effectiveUntil: later(start, 2) }));
  history.endContract(terminateContract(...by, { ...named, effectiveFrom: later(start, 5) }));
  return { grounds: new Grounds(history.trust, history.contracts, start), start };
}

describe('the grounds of a decision', () => {
  test('give the route of every moment', () => {
    const { grounds, start } = changing();
    const routed = [0, 0.999, 1, 1.999, 2, 4.999, 5].map(
      (seconds) => grounds.route(MATTER, later(start, seconds)).under.length,
    );
    expect(routed).toEqual([1, 1, 0, 0, 1, 1, 0]);
    expect(grounds.route({ ...MATTER, issuer: 'BY.MOH' }, start).under).toEqual([]);
    expect(grounds.route({ ...MATTER, recordType: 'MedicalEvidence' }, start).to).not.toEqual(
      grounds.route(MATTER, start).to,
    );
  });

  test('name a moment for each set of contracts in force in a time', () => {
    const { grounds, start } = changing();
    const moments = (from: number, to: number) => [
      ...grounds.moments(later(start, from), later(start, to)),
    ];
    const at = (...seconds: number[]) => seconds.map((one) => later(start, one));
    expect(moments(0, 6)).toEqual(at(6, 4.999, 1.999, 0.999));
    expect(moments(1, 2)).toEqual(at(2, 1.999));
    expect(moments(2, 4.999)).toEqual(at(4.999));
  });
});

describe('a look back', () => {
  const { grounds, start } = changing();
  const known = (seconds: readonly number[]) => {
    const lookback = new Lookback(grounds);
    for (const one of seconds)
      lookback.learn(lookback.now.with({ trust: lookback.now.trust }, later(start, one)));
    return lookback;
  };
  const asked = (lookback: Lookback, at: number) => {
    const answers = new Set<string>();
    try {
      lookback.decided(later(start, at), (one) => {
        answers.add(one.since);
        throw refusal(one.since);
      });
    } catch (error) {
      expect((error as Error).message).toBe(lookback.now.since);
    }
    return [...answers].map((since) => (Date.parse(since) - Date.parse(start)) / 1_000);
  };

  test('goes ten seconds back, from what is known', () => {
    expect(asked(known([1, 5, 12, 15]), 15)).toEqual([15, 12, 5]);
    expect(asked(known([1, 5, 12, 15]), 14.999)).toEqual([15, 12, 5, 1]);
    expect(asked(known([1, 2]), 100)).toEqual([2]);
  });

  test('is kept as long as clocks may differ', () => {
    expect(asked(known([1, 2, 72]), 2)).toEqual([72, 2]);
    expect(asked(known([1, 2, 71.999]), 2)).toEqual([71.999, 2, 1]);
  });

  test('takes the first answer, and asks no more', () => {
    const seen: string[] = [];
    const answer = known([1, 2]).decided(later(start, 3), ({ since }, moment) => {
      seen.push(since);
      if (since === later(start, 2)) throw refusal('later');
      return moment;
    });
    expect(answer).toBe(later(start, 3));
    expect(new Set(seen)).toEqual(new Set([later(start, 2), later(start, 1)]));
  });

  test('asks once where the first answer is one, or an error of its own', () => {
    const asks: string[] = [];
    expect(known([1]).decided(start, ({ since }) => asks.push(since))).toBe(1);
    const broken = new TypeError('broken');
    const fail = () => {
      asks.push('failed');
      throw broken;
    };
    expect(() => known([1]).decided(start, fail)).toThrow(broken);
    expect(asks).toHaveLength(2);
  });
});
