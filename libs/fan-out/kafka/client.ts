import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  Kafka,
  logLevel,
  type KafkaConfig,
  type LogEntry,
  type RetryOptions,
  type SASLOptions,
} from 'kafkajs';
import type { KafkaAddress } from './address.ts';
import { mendIdleTimer } from './idle-timer.ts';
import type { Report } from './report.ts';
import type { Vigil } from './vigil.ts';

/** What is waited before something is tried again. A consumer that gives up is made anew by its watchdog. */
export const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8 };

/** Milliseconds for a connection, and for the answer to a request. */
const CONNECT = 3_000;
const ANSWER = 15_000;

/** @throws Error naming a file of `tls` that cannot be read */
export function kafkaClient(
  { brokers, tls, sasl }: KafkaAddress,
  report: Report,
  vigil?: Vigil,
): Kafka {
  mendIdleTimer();
  const config: KafkaConfig = {
    clientId: 'eurasec-hub',
    brokers: () => fromAnywhere(brokers),
    connectionTimeout: CONNECT,
    authenticationTimeout: ANSWER,
    requestTimeout: ANSWER,
    retry: RETRY,
    ...(vigil && { socketFactory: vigil.sockets }),
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => tell(entry, report),
    ...(tls && {
      ssl: {
        ...(tls.authority !== undefined && { ca: readFileSync(tls.authority) }),
        ...(tls.certificate !== undefined && { cert: readFileSync(tls.certificate) }),
        ...(tls.key !== undefined && { key: readFileSync(tls.key) }),
      },
    }),
    // Sound: the three mechanisms take the same two facts.
    ...(sasl && { sasl: sasl as SASLOptions }),
  };
  return new Kafka(config);
}

/**
 * The brokers, each time beginning with another one. The client always asks the first one first, and one that takes
 * connections and answers nothing it would ask again until it gives up.
 */
function fromAnywhere(brokers: readonly string[]): string[] {
  const first = randomInt(brokers.length);
  return [...brokers.slice(first), ...brokers.slice(0, first)];
}

/** What these say is handled: it comes back as an error, is tried again, or is part of a healthy day. */
const HANDLED = /^(Connection|Producer|Broker|BrokerPool|Consumer|Runner)$/;

/** The client logs what it has handled as an error. Of the rest its texts, which may quote anything, stay
 * away. */
function tell({ namespace }: LogEntry, report: Report): void {
  if (!HANDLED.test(namespace)) report('the client of the brokers warns', { part: namespace });
}
