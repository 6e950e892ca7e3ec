import { createReadStream } from 'node:fs';
import { isObject, parseJsonObject } from '#signing';

/** One line of a file: a certificate, or why it is none. */
export type DccLine = {
  /** Counted from 1, empty lines included. */
  readonly line: number;
} & (
  | {
      /** The `HC1:` text. */
      readonly hcert: string;
      /** The signer's X.509 certificate, base64 of DER, if the line brings it. */
      readonly certificate?: string;
    }
  | { readonly flaw: 'LINE_TOO_LONG' | 'LINE_UNREADABLE' }
);

const LINE_LIMIT = 64 * 1024;
const NEW_LINE = 0x0a;

/**
 * The certificates of a file, one at a time, however large the file: lines of `HC1:` text, or of JSON with
 * `hcert` and `testContext.CERTIFICATE`, also mixed. Empty lines are passed over.
 * @throws the file system's error when the file cannot be read
 */
export async function* readLines(file: string): AsyncGenerator<DccLine> {
  let line = 0;
  for await (const text of boundedLines(createReadStream(file))) {
    line += 1;
    if (text === null) yield { line, flaw: 'LINE_TOO_LONG' };
    else if (text !== '') yield parseLine(line, text);
  }
}

/** Reads one line of such a file. */
export function parseLine(line: number, text: string): DccLine {
  if (!text.startsWith('{')) return { line, hcert: text };
  const { hcert, testContext } = members(text);
  if (typeof hcert !== 'string') return { line, flaw: 'LINE_UNREADABLE' };
  const certificate = isObject(testContext) ? testContext['CERTIFICATE'] : undefined;
  return { line, hcert, ...(typeof certificate === 'string' && { certificate }) };
}

function members(text: string): ReturnType<typeof parseJsonObject> {
  try {
    return parseJsonObject(text);
  } catch {
    return {};
  }
}

/** Lines without their ends; null for one of more than 64 KiB, of which nothing is kept. */
async function* boundedLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string | null> {
  let begun: Buffer | null = Buffer.alloc(0);
  const continued = (more: Buffer): Buffer | null =>
    begun && begun.length + more.length <= LINE_LIMIT ? Buffer.concat([begun, more]) : null;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end; (end = chunk.indexOf(NEW_LINE, start)) !== -1; start = end + 1) {
      yield textOf(continued(chunk.subarray(start, end)));
      begun = Buffer.alloc(0);
    }
    begun = continued(chunk.subarray(start));
  }
  if (begun?.length !== 0) yield textOf(begun);
}

const textOf = (bytes: Buffer | null): string | null => bytes && bytes.toString('utf8').trim();
