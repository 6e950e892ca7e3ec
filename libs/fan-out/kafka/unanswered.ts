import type { RecordMetadata, TopicMessages } from 'kafkajs';

/**
 * The partitions of a sending that no broker says it took. kafkajs 2.2.4 remembers which brokers have answered when it
 * tries again, not for which partitions: what moved meanwhile from a broker that died to one that had answered is sent to
 * nobody, and the sending still ends well (tulios/kafkajs#1303).
 */
export function unanswered(
  sent: readonly TopicMessages[],
  answers: readonly RecordMetadata[],
): readonly string[] {
  const taken = new Set(answers.map(({ topicName, partition }) => `${topicName} ${partition}`));
  const wanted = sent.flatMap(({ topic, messages }) =>
    messages.map(({ partition }) => `${topic} ${partition}`),
  );
  return [...new Set(wanted)].filter((one) => !taken.has(one));
}
