import { RuleBroken } from '#kernel';
import { proved, stateIn, type ParticipantEvent } from '#participants';
import type { Append } from './append.ts';
import type { Known } from './known.ts';

/** Endorsements and what else makes the trust list: each event is what its statement gives. */
export function proveParticipants(append: Append, known: Known): void {
  for (const event of append) {
    const said = event as unknown as ParticipantEvent; // `proved` checks that it is one.
    const { now } = known.lookback;
    const trust = proved(known.genesis, now.trust, said);
    if (event.stream !== `state-${stateIn(said)}` || event.under || event.to)
      throw new RuleBroken('RULE_STATEMENT_MISMATCH', 'the event stands in another stream');
    known.lookback.learn(now.with({ trust }, event.at));
    known.participants.push(said);
    known.signatures.add(1);
  }
}
