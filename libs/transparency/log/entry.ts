import { hash } from 'node:crypto';
import { WireError } from '#kernel';
import { hasExactly, isObject, parseJson, utf8Text } from '#signing';
import { TILE_WIDTH } from '../tree/tiles.ts';

/** What the log knows of an event: the texts as they are stored, and whose stream they continue. Not where in the store. */
export type LoggedEvent = {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
};

/** What an entry says: the event's name and place in its stream, and digests of all it holds. */
export type LogEntry = Omit<LoggedEvent, 'data' | 'metadata'> & {
  /** SHA-256 of the UTF-8 bytes as stored, base64url. */
  readonly data: string;
  /** Likewise; the nonce in the metadata keeps anybody from trying out what an entry might hold. */
  readonly metadata: string;
};

/** Bytes of an entry at most: its length stands in 16 bits. */
const MOST_BYTES = 65_535;

/** The form of entries; another one gets another number. */
const FORM = 1;

const digest = (text: string): string => hash('sha256', text, 'base64url');

/**
 * The entry that stands for an event: JCS (RFC 8785) of its name, its place in its stream, and digests of the exact
 * stored bytes. It needs no key, no clock and no position, so whoever has the event makes the same entry; and it
 * names nobody, so it verifies when what was sealed is long erased.
 */
export function logEntry({ id, stream, revision, type, data, metadata }: LoggedEvent): Buffer {
  // The members in the order of their names, which is all that JCS asks of such values.
  const entry = Buffer.from(
    JSON.stringify({
      data: digest(data),
      id,
      metadata: digest(metadata),
      revision,
      stream,
      type,
      v: FORM,
    }),
  );
  if (entry.length > MOST_BYTES)
    throw new WireError('WIRE_TOO_LARGE', `the log entry of event ${id}`, {
      facts: { limit: MOST_BYTES },
    });
  return entry;
}

/** @throws WireError WIRE_LOG_ENTRY for bytes that `logEntry` does not make */
export function parseLogEntry(bytes: Uint8Array): LogEntry {
  try {
    const entry = parseJson(utf8Text(bytes));
    if (isObject(entry) && isEntry(entry)) {
      const { v: _, ...read } = entry;
      return read;
    }
  } catch (cause) {
    throw unreadable('not JSON', cause);
  }
  throw unreadable('not an entry of this log');
}

const TEXTS = ['data', 'id', 'metadata', 'stream', 'type'] as const;

const isEntry = (value: object): value is LogEntry & { readonly v: 1 } =>
  hasExactly(value, ...TEXTS, 'revision', 'v') &&
  TEXTS.every((name) => typeof (value as LogEntry)[name] === 'string') &&
  Number.isSafeInteger((value as LogEntry).revision) &&
  (value as { v: unknown }).v === FORM;

/** A bundle's bytes: each entry, be it at hand as text or as bytes, after its length in 16 bits, big-endian (C2SP tlog-tiles). */
export function encodeBundle(entries: readonly (string | Uint8Array)[]): Buffer {
  const lengths = entries.map((entry) => Buffer.byteLength(entry));
  const bundle = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 2 + length, 0));
  let at = 0;
  for (const [place, entry] of entries.entries()) {
    at = bundle.writeUInt16BE(lengths[place]!, at);
    if (typeof entry === 'string') bundle.write(entry, at);
    else bundle.set(entry, at);
    at += lengths[place]!;
  }
  return bundle;
}

/** @throws WireError WIRE_LOG_ENTRY for bytes that are no bundle */
export function decodeBundle(bytes: Uint8Array): Buffer[] {
  const bundle = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 <= bundle.length ? at + 2 + bundle.readUInt16BE(at) : Infinity;
    if (end > bundle.length || entries.length === TILE_WIDTH) throw unreadable('not a bundle');
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

const unreadable = (reason: string, cause?: unknown) =>
  new WireError('WIRE_LOG_ENTRY', reason, { cause });
