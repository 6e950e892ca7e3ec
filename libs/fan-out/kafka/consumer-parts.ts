import type { Kafka } from 'kafkajs';
import type { Questions } from './admin.ts';
import type { WorkOptions } from './keyed-work.ts';
import type { Report } from './report.ts';

export type ConsumerParts = {
  readonly kafka: Kafka;
  readonly questions: Questions;
  readonly report: Report;
  readonly options: ConsumerOptions;
};

export type ConsumerOptions = WorkOptions & {
  /** Milliseconds after which the group takes a silent member for dead. */
  readonly session: number;
  /** Milliseconds that the broker may wait for news; a closed or resumed consumer waits as long. */
  readonly wait: number;
  /** Milliseconds between two looks at whether it moves on. */
  readonly watch: number;
  /** Milliseconds between two notes of what is done, at least: what a crash can make come again. */
  readonly keep: number;
};

export const CONSUMER_DEFAULTS: ConsumerOptions = {
  keysInHand: 32,
  firstRest: 100,
  longestRest: 30_000,
  session: 10_000,
  wait: 1_000,
  watch: 3_000,
  keep: 100,
};
