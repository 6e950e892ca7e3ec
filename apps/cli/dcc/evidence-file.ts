import { randomUUID } from 'node:crypto';
import { LineFile, recordIn } from '#client';
import { issueRecord, MEDICAL_EVIDENCE, type MedicalEvidenceClaims } from '#credentials';
import { numericDate, type Instant } from '#kernel';
import { sha256, type SigningKey } from '#signing';

type Entry = { readonly of: string; readonly record: string };

/**
 * The records that were signed for the documents of an import, in a file beside it. A document is signed once: an import
 * that is repeated sends the very same record again, which the hub answers with the receipt it gave.
 */
export class EvidenceFile {
  readonly #file: LineFile;
  readonly #key: SigningKey;
  /** By issuer and document. */
  readonly #records: Map<string, string>;

  private constructor(file: LineFile, key: SigningKey) {
    this.#file = file;
    this.#key = key;
    const entries = file.before.flatMap((line) => readEntry(line) ?? []);
    this.#records = new Map(entries.map(({ of, record }) => [`${issuerOf(record)} ${of}`, record]));
  }

  /** @param key the importing ministry's `record` key */
  static async open(path: string, key: SigningKey): Promise<EvidenceFile> {
    return new EvidenceFile(await LineFile.open(path), key);
  }

  /** The record of a document, signed now unless it was before; in the file when this resolves. */
  async recordOf(document: string, claims: MedicalEvidenceClaims, at: Instant): Promise<string> {
    const of = sha256(document);
    const name = `${this.#key.holder} ${of}`;
    const known = this.#records.get(name);
    if (known !== undefined) return known;
    const issuance = { issuer: this.#key.holder, id: randomUUID(), iat: numericDate(at) };
    const { record } = await issueRecord(MEDICAL_EVIDENCE, claims, { ...issuance, key: this.#key });
    await this.#file.append([JSON.stringify({ of, record } satisfies Entry)]);
    this.#records.set(name, record);
    return record;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

const issuerOf = (record: string): string | undefined =>
  recordIn(JSON.stringify({ record }))?.issuer;

function readEntry(text: string): Entry | undefined {
  try {
    const entry = JSON.parse(text) as Entry;
    const isWhole = typeof entry.of === 'string' && typeof entry.record === 'string';
    return isWhole ? entry : undefined;
  } catch {
    return undefined;
  }
}
