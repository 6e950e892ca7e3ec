import type { RecordReference } from '#certificates';
import type { Instant } from '#kernel';
import { parseJson, type GenesisFile } from '#signing';
import { assertExcerpt, type Excerpt, type ProvedEvent } from '../excerpt/excerpt.ts';
import { noBundle, type Files } from './zip.ts';

/** Which record a bundle is about, and when it was made. */
export type About = {
  readonly record: Pick<RecordReference, 'issuer' | 'id'>;
  readonly madeAt: Instant;
};

/** All about one record: what the other files of its bundle are made from. */
export type BundleSources = {
  readonly genesis: GenesisFile;
  /** Who takes part and every contract, from the beginning; the record's own streams, and those that these depend on. */
  readonly excerpt: Excerpt;
  /** The receipts of the record's events, by the event's leaf. */
  readonly receipts: ReadonlyMap<number, string>;
  /** What recipients said became of its events. */
  readonly deliveries: readonly ProvedEvent[];
  /** Verifications and reads of it that were answered, under a checkpoint of the access log's own tree. None, and no checkpoint, where nobody asked. */
  readonly verifications: Excerpt;
};

export const PATHS = {
  genesis: 'genesis.json',
  checkpoint: 'log/checkpoint',
  events: 'log/events.ndjson',
  deliveries: 'log/deliveries.ndjson',
  accessCheckpoint: 'access-log/checkpoint',
  verifications: 'access-log/events.ndjson',
  page: 'index.html',
  manifest: 'manifest.jws',
} as const;

/** A leaf's number as files are called by it: they list in the order of the log. */
export const numbered = (index: number): string => String(index).padStart(9, '0');

const RECEIPT = /^receipts\/(\d{9})\.jws$/;

export const receiptPath = (index: number): string => `receipts/${numbered(index)}.jws`;

/** What of a bundle is not made from anything else in it. */
export function sourceFiles({
  genesis,
  excerpt: { checkpoint, events },
  receipts,
  deliveries,
  verifications,
}: BundleSources): Files {
  return new Map(
    Object.entries<string>({
      [PATHS.genesis]: JSON.stringify(genesis),
      [PATHS.checkpoint]: checkpoint,
      [PATHS.events]: inLines(events.map(proved)),
      [PATHS.deliveries]: inLines(deliveries.map(proved)),
      [PATHS.accessCheckpoint]: verifications.checkpoint,
      [PATHS.verifications]: inLines(verifications.events.map(proved)),
      ...Object.fromEntries([...receipts].map(([index, text]) => [receiptPath(index), text])),
    }).map(([path, text]) => [path, Buffer.from(text)]),
  );
}

/** The sources in the files of a bundle. @throws WireError WIRE_EVIDENCE_FORM, WIRE_SCHEMA_MISMATCH */
export function sourcesIn(files: Files): BundleSources {
  const checkpoint = textIn(files, PATHS.checkpoint);
  const events = (path: string) => assertExcerpt({ checkpoint, events: linesIn(files, path) });
  const accessCheckpoint = textIn(files, PATHS.accessCheckpoint);
  const receipts = [...files.keys()].flatMap((path) => {
    const index = RECEIPT.exec(path)?.[1];
    return index === undefined ? [] : [[Number(index), textIn(files, path)] as const];
  });
  return {
    genesis: jsonIn(textIn(files, PATHS.genesis), PATHS.genesis) as GenesisFile, // Verified as one.
    excerpt: events(PATHS.events),
    receipts: new Map(receipts),
    deliveries: events(PATHS.deliveries).events,
    verifications: { ...events(PATHS.verifications), checkpoint: accessCheckpoint },
  };
}

export function textIn(files: Files, path: string): string {
  const bytes = files.get(path);
  if (bytes) return Buffer.from(bytes).toString('utf8');
  throw noBundle(`${path} is missing`);
}

const MOST_BYTES = 8 * 1024 * 1024;

function jsonIn(text: string, path: string): unknown {
  try {
    return parseJson(text, { bytes: MOST_BYTES });
  } catch (cause) {
    throw noBundle(`${path} holds no JSON`, cause);
  }
}

const linesIn = (files: Files, path: string): readonly unknown[] =>
  textIn(files, path)
    .split('\n')
    .slice(0, -1)
    .map((line) => jsonIn(line, path));

const inLines = (values: readonly object[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

const proved = ({ index, id, stream, revision, type, data, metadata, proof }: ProvedEvent) => ({
  ...{ index, id, stream, revision, type, data, metadata, proof },
});
