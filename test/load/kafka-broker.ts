import { KafkaFanOut } from '#fan-out/kafka';
import { startBroker } from '#testing/kafka';

/** The brokers that `KAFKA_BROKERS` names, else one of the bench's own. */
export async function benchedBroker() {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return { brokers: given.split(','), close: async () => {} };
  const { found, end } = await startBroker();
  return { brokers: found, close: async () => void (await end()) };
}

/** Lanes of nobody else, on shared brokers too. */
export const lanesOf = (brokers: readonly string[], prefix: string): KafkaFanOut =>
  KafkaFanOut.open({ brokers, prefix });
