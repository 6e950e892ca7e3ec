import { LineFile } from './line-file.ts';
import type { NamedRecord, PushOutcome } from './push-line.ts';

/** A receipt with the record it is for and the hub that gave it: what a ministry keeps as its proof. */
export type KeptReceipt = NamedRecord & {
  readonly hub: string;
  readonly receipt: string;
  readonly position: string;
};

/**
 * The receipts of an input, one a line, in a file beside it. They prove what was accepted, and a push that broke off
 * goes on where they end: what has a receipt is not sent again.
 */
export class ReceiptsFile {
  readonly #file: LineFile;
  readonly #kept: ReadonlyMap<string, KeptReceipt>;

  private constructor(file: LineFile) {
    this.#file = file;
    const receipts = file.before.flatMap((line) => readReceipt(line) ?? []);
    this.#kept = new Map(receipts.map((one) => [nameOf(one), one]));
  }

  /** @throws the file system's error when it cannot be opened for writing */
  static async open(path: string): Promise<ReceiptsFile> {
    return new ReceiptsFile(await LineFile.open(path));
  }

  /** The receipt that this hub gave for the record in an earlier run. */
  of(hub: string, digest: string): KeptReceipt | undefined {
    return this.#kept.get(nameOf({ hub, digest }));
  }

  /** Writes the receipts among the outcomes; they are in the file when this resolves. */
  async keep(hub: string, outcomes: readonly PushOutcome[]): Promise<void> {
    const lines = outcomes.flatMap((outcome) => {
      if (!('receipt' in outcome) || !outcome.record) return [];
      const { record, receipt, position } = outcome;
      return JSON.stringify({ ...record, hub, receipt, position } satisfies KeptReceipt);
    });
    await this.#file.append(lines);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

const nameOf = ({ hub, digest }: Pick<KeptReceipt, 'hub' | 'digest'>): string => `${digest} ${hub}`;

/** Undefined for a line that is no receipt: somebody else's, or damaged. Its record is sent again, which is harmless. */
function readReceipt(text: string): KeptReceipt | undefined {
  try {
    const kept = JSON.parse(text) as KeptReceipt;
    const { hub, digest, receipt, position } = kept;
    const isWhole = [hub, digest, receipt, position].every((one) => typeof one === 'string');
    return isWhole ? kept : undefined;
  } catch {
    return undefined;
  }
}
