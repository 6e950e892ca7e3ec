import type { PushLine } from './push-line.ts';

/** The most that one request holds. */
export type Cut = { readonly lines: number; readonly bytes: number };

/** Lines in portions, in order; a line that alone is too long is a portion of its own. */
export async function* cut(
  lines: AsyncIterable<PushLine> | Iterable<PushLine>,
  limits: Cut,
): AsyncGenerator<readonly PushLine[]> {
  let portion: PushLine[] = [];
  let size = 0;
  for await (const line of lines) {
    const bytes = Buffer.byteLength(line.text ?? '') + 1;
    const isFull = portion.length === limits.lines || size + bytes > limits.bytes;
    if (portion.length > 0 && isFull) {
      yield portion;
      [portion, size] = [[], 0];
    }
    portion.push(line);
    size += bytes;
  }
  if (portion.length > 0) yield portion;
}
