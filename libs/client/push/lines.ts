/** A line of an input, counted from 1; null when it is longer than allowed, and nothing of it is kept. */
export type InputLine = { readonly line: number; readonly text: string | null };

const NEW_LINE = 0x0a;

/** The lines of an input, one at a time, however large it is. Blank ones are counted and passed over. */
export async function* inputLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<InputLine> {
  let line = 0;
  for await (const bytes of bounded(chunks, maxBytes)) {
    line += 1;
    const text = bytes && bytes.toString('utf8').trim();
    if (text !== '') yield { line, text };
  }
}

/** A line that grows too long is dropped at once: an input of one endless line takes no more memory than a chunk. */
async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] | null = [];
  let size = 0;
  const add = (part: Buffer) => {
    size += part.length;
    if (size > maxBytes) parts = null;
    parts?.push(part);
  };
  const take = (): Buffer | null => {
    const taken = parts && Buffer.concat(parts);
    [parts, size] = [[], 0];
    return taken;
  };
  for await (const received of chunks) {
    const chunk = Buffer.from(received.buffer, received.byteOffset, received.byteLength);
    let start = 0;
    for (let end; (end = chunk.indexOf(NEW_LINE, start)) !== -1; start = end + 1) {
      add(chunk.subarray(start, end));
      yield take();
    }
    add(chunk.subarray(start));
  }
  if (size > 0) yield take();
}
