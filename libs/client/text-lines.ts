const NEWLINE = 0x0a;

/**
 * The lines of a UTF-8 text that comes in chunks, without empty ones. Told apart as bytes and then read one by one: to
 * read whole chunks and split them takes half as long again.
 */
export async function* textLines(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      const last = bytes.subarray(from, end);
      // Only a line that was cut is put together: copies of whole chunks make V8 collect all over again.
      const line = parts.length > 0 ? Buffer.concat([...parts, last]) : last;
      if (line.length > 0) yield line.toString();
      parts = [];
      from = end + 1;
    }
    if (from < bytes.length) parts.push(bytes.subarray(from));
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString();
}
