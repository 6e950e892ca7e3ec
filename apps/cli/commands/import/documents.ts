import type { MedicalEvidenceClaims } from '#credentials';
import {
  DCC_REASONS,
  importDcc,
  readLines,
  type DccReason,
  type Signers,
} from '../../dcc/index.ts';
import type { Session } from '../../shell/session.ts';
import { table } from '../../shell/table.ts';

/** A document that can be taken over. */
export type MappedDocument = {
  readonly line: number;
  /** As it came. */
  readonly hcert: string;
  readonly claims: MedicalEvidenceClaims;
};

/** The documents of a file; tells of those that cannot be taken over, line by line and at the end. */
export class Documents {
  readonly file: string;
  readonly #session: Session;
  readonly #signers: Signers | undefined;
  readonly #rejected = new Map<DccReason, number[]>();
  #mapped = 0;

  constructor(session: Session, file: string, signers: Signers | undefined) {
    this.#session = session;
    this.file = file;
    this.#signers = signers;
  }

  /** How many lines have something on them. */
  async count(): Promise<number> {
    let lines = 0;
    for await (const _ of readLines(this.file)) lines += 1;
    return lines;
  }

  /** @param onRejected is called for each line that is not among what this gives */
  async *mapped(onRejected?: () => void): AsyncGenerator<MappedDocument> {
    for await (const document of readLines(this.file)) {
      const imported = importDcc(document, this.#session.now(), this.#signers);
      if (imported.outcome === 'rejected') {
        this.#reject(document.line, imported.reason);
        onRejected?.();
      } else if ('hcert' in document) {
        this.#mapped += 1;
        yield { line: document.line, hcert: document.hcert, claims: imported.claims };
      }
    }
  }

  get rejected(): number {
    return [...this.#rejected.values()].flat().length;
  }

  /** For a person: why documents were rejected, and which. */
  sumUp(): void {
    const { io, options } = this.#session;
    const rows = [...this.#rejected].map(([reason, lines]) => [
      reason,
      DCC_REASONS[reason],
      lines.join(' '),
    ]);
    if (!options.json && rows.length > 0) io.out(table([['reason', 'meaning', 'lines'], ...rows]));
    io.err(`${this.#mapped} mapped, ${this.rejected} rejected.\n`);
  }

  #reject(line: number, reason: DccReason): void {
    const { io, options } = this.#session;
    this.#rejected.set(reason, [...(this.#rejected.get(reason) ?? []), line]);
    if (options.json) io.out(`${JSON.stringify({ line, outcome: 'rejected', reason })}\n`);
  }
}
