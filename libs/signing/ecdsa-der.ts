const WIDTH = 32;

/**
 * The DER form, SEQUENCE { INTEGER r, INTEGER s }, of a P-256 signature that travels as r‖s (RFC 7518 §3.4).
 * Undefined unless `raw` has exactly 64 bytes.
 */
export function rawToDer(raw: Uint8Array): Buffer | undefined {
  if (raw.length !== 2 * WIDTH) return undefined;
  const r = firstByte(raw, 0);
  const s = firstByte(raw, WIDTH);
  const length = 4 + sizeOf(raw, r, WIDTH) + sizeOf(raw, s, 2 * WIDTH);
  const der = Buffer.allocUnsafe(2 + length);
  der[0] = 0x30;
  der[1] = length;
  writeInteger(der, writeInteger(der, 2, raw, r, WIDTH), raw, s, 2 * WIDTH);
  return der;
}

/** The first byte that is not zero; the last byte of a number that is zero. */
function firstByte(raw: Uint8Array, start: number): number {
  const last = start + WIDTH - 1;
  let at = start;
  while (at < last && raw[at] === 0) at++;
  return at;
}

/** A leading bit that is set would make the number negative, so a zero byte goes before it. */
const signByte = (raw: Uint8Array, from: number): number => (raw[from]! >= 0x80 ? 1 : 0);
const sizeOf = (raw: Uint8Array, from: number, end: number): number =>
  end - from + signByte(raw, from);

function writeInteger(der: Buffer, at: number, raw: Uint8Array, from: number, end: number): number {
  der[at++] = 0x02;
  der[at++] = sizeOf(raw, from, end);
  if (signByte(raw, from)) der[at++] = 0;
  while (from < end) der[at++] = raw[from++]!;
  return at;
}
