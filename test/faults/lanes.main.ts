import { KafkaFanOut } from '#fan-out/kafka';
import { carryNumbers } from './numbers.ts';

// A process that wants the lanes of some states, and carries numbers into those it gets: `brokers state…`.
const [brokers, ...states] = process.argv.slice(2);
const fanOut = KafkaFanOut.open({ brokers: brokers!.split(','), partitions: 3 });
const tell = (state: string, what: string) => process.stdout.write(`${state} ${what}\n`);
await Promise.all(
  states.map((state) =>
    carryNumbers(fanOut, state, {
      rest: 20,
      published: (number) => tell(state, String(number)),
      failed: (code) => tell(state, code),
    }),
  ),
);
