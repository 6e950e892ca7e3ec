/** An S5 claim on its way to one authority (architecture §7). */
export type SealedContent = {
  readonly path: readonly (string | number | null)[];
  readonly digest: string;
  readonly to: string;
  readonly jwe: string;
};

/** What the vault's key opens: everything of a push that the event does not hold in the clear. */
export type RecordContents = {
  readonly disclosures: readonly string[];
  readonly sealed: readonly SealedContent[];
  readonly clearances: readonly string[];
};

/** Sealed lengths grow in these steps, so that not even the number of disclosures is in the clear (architecture §7). */
const STEP = 2048;

/** The contents as bytes, filled up to whole steps with spaces, which JSON ignores. */
export function packContents(contents: RecordContents): Uint8Array {
  const text = JSON.stringify(contents);
  const steps = Math.ceil(Buffer.byteLength(text) / STEP);
  const padded = Buffer.allocUnsafe(steps * STEP);
  return padded.fill(' ', padded.write(text));
}

export function unpackContents(bytes: Uint8Array): RecordContents {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return JSON.parse(text) as RecordContents; // What was sealed is what packContents made.
}
