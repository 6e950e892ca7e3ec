import { WireError } from '#kernel';

/** The bytes as base64url without padding (RFC 7515 §2). */
export const encodeBase64url = (data: Uint8Array | string): string =>
  (typeof data === 'string' ? Buffer.from(data) : asBuffer(data)).toString('base64url');

/**
 * The bytes that `text` is the one canonical base64url form of. Node's decoder takes padding, white
 * space, the other alphabet and stray bits in the last character; then one signature would have many
 * texts. So a text is accepted only if it is what the encoder makes of its bytes.
 * @param what names the part in the refusal: `payload`
 * @throws WireError `WIRE_NOT_BASE64URL`
 */
export function decodeBase64url(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text)
    throw new WireError('WIRE_NOT_BASE64URL', `${what} is not canonical base64url`, {
      facts: { part: what },
    });
  return bytes;
}

/** The same bytes as a Buffer, not copied. */
export const asBuffer = (data: Uint8Array): Buffer =>
  Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
