import { WireError } from '#kernel';

/** Characters of a whole credential. */
export const MAX_CREDENTIAL = 64 * 1024;

/** Last characters whose unused bits are zero, by how many characters are left over from whole groups of four. */
const LAST = ['', '', 'AQgw', 'AEIMQUYcgkosw048'] as const;

/** Every part is decoded here and read at once: a Buffer for each would cost as much as the decoding. */
const page = Buffer.alloc(MAX_CREDENTIAL);

/**
 * Whether a whole credential is ASCII without the two signs that only base64 has. Checked once for all its
 * parts: whatever else is not base64url Node's decoder drops, and `decodePart` sees it by the length.
 */
export const isBase64urlLike = (text: string): boolean =>
  Buffer.byteLength(text) === text.length && !text.includes('+') && !text.includes('/');

/**
 * The UTF-8 text in one part of a credential that is `isBase64urlLike`. Refuses what `decodeBase64url` of
 * #signing refuses by encoding again, at half the cost.
 * @throws WireError `WIRE_NOT_BASE64URL`, `WIRE_NOT_JSON`
 */
export function decodePart(part: string): string {
  const length = page.write(part, 'base64url');
  const rest = part.length % 4;
  const isWhole = length === (part.length * 3) >> 2 && rest !== 1;
  if (!isWhole || (rest > 0 && !LAST[rest]!.includes(part.at(-1)!)))
    throw new WireError('WIRE_NOT_BASE64URL', 'a disclosure is not canonical base64url', {
      facts: { part: 'disclosure' },
    });
  const text = page.toString('utf8', 0, length);
  // Node puts U+FFFD where bytes are no UTF-8; a text may also hold one.
  if (text.includes('\uFFFD') && !page.subarray(0, length).equals(Buffer.from(text)))
    throw new WireError('WIRE_NOT_JSON', 'a disclosure is not UTF-8');
  return text;
}
