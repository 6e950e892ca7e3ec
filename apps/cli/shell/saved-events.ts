import { createReadStream } from 'node:fs';
import { inputLines, type ReplayedEvent } from '#client';
import { isObject } from '#signing';
import { UsageError } from './failure.ts';

const TEXTS = ['id', 'stream', 'type', 'position', 'data', 'metadata'] as const;

/** Events that a command saved, one a line. Whether they are true is not looked at here. */
export async function* savedEvents(file: string, mostBytes: number): AsyncGenerator<ReplayedEvent> {
  for await (const { line, text } of inputLines(createReadStream(file), mostBytes)) {
    const event = read(text ?? '');
    if (!isEvent(event)) throw new UsageError(`${file} line ${line} is no event.`);
    yield event;
  }
}

const isEvent = (value: unknown): value is ReplayedEvent =>
  isObject(value) &&
  Number.isSafeInteger(value['revision']) &&
  TEXTS.every((name) => typeof value[name] === 'string');

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
