import { KafkaFanOut } from '#fan-out/kafka';
import { recipientOf } from './numbers.ts';

// A process that hands what is for a state to its national system, as its adapter does: `brokers state url`. SIGTERM ends it well.
const [brokers, state, url] = process.argv.slice(2) as [string, string, string];
const fanOut = KafkaFanOut.open({ brokers: brokers.split(',') }, { session: 6_000 });
await fanOut.consume(state, recipientOf(state), async ({ event, value }) => {
  const headers = { 'idempotency-key': event };
  const answer = await fetch(url, { method: 'POST', headers, body: value });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
});
process.once('SIGTERM', () => void fanOut.close().then(() => process.exit()));
