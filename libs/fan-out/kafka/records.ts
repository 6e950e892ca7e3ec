import { createHash } from 'node:crypto';
import type { KafkaMessage, Message as KafkaRecord } from 'kafkajs';
import type { Message } from '../fan-out.ts';

/** Headers of a record. `NEXT` is in no message: it ends a partition, and names the generation that goes on. */
const AUTHORITY = 'authority';
const EVENT = 'event';
const LANE_KEY = 'lane-key';
const NEXT = 'next-generation';

/** The partition of a key. Ours and not the client's, so that no version of it moves a worker. */
export const partitionOf = (key: string, partitions: number): number =>
  createHash('sha256').update(key).digest().readUInt32BE() % partitions;

export const toRecord = (message: Message, partitions: number): KafkaRecord => ({
  key: message.key,
  value: message.value,
  partition: partitionOf(message.key, partitions),
  headers: {
    [AUTHORITY]: message.authority,
    [EVENT]: message.event,
    [LANE_KEY]: message.laneKey,
  },
});

/** The last record of a partition. */
export const endRecord = (partition: number, next: number): KafkaRecord => ({
  value: null,
  partition,
  headers: { [NEXT]: String(next) },
});

export const isEnd = ({ headers }: KafkaMessage): boolean => headers?.[NEXT] !== undefined;

export const authorityOf = (record: KafkaMessage): string | undefined =>
  textOf(record.headers?.[AUTHORITY]);

/** Undefined for what no relay can have published. */
export function toMessage(record: KafkaMessage): Message | undefined {
  const { key, value, headers } = record;
  const authority = authorityOf(record);
  const event = textOf(headers?.[EVENT]);
  const laneKey = textOf(headers?.[LANE_KEY]);
  if (!key || !value || authority === undefined || event === undefined || laneKey === undefined)
    return undefined;
  return { authority, event, key: key.toString(), value: value.toString(), laneKey };
}

type HeaderValue = Buffer | string | (Buffer | string)[] | undefined;

/** A header that stands there twice is none: readers would not agree which one counts. */
const textOf = (value: HeaderValue): string | undefined =>
  value === undefined || Array.isArray(value) ? undefined : value.toString();
