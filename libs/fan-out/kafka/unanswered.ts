import type { RecordMetadata, TopicMessages } from 'kafkajs';

/**
 * The partitions of a sending that no broker says it took. kafkajs 2.2.4 passes over one that it does not know of, and
 * when it tries again, over what moved meanwhile to a broker that had answered; the sending still ends well
 * (tulios/kafkajs#1303).
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
