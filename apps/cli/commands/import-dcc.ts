import { readFile } from 'node:fs/promises';
import { pushLines, ReceiptsFile, type PushLine } from '#client';
import {
  DCC_REASONS,
  EvidenceFile,
  importDcc,
  readLines,
  signersIn,
  type DccLine,
  type DccReason,
  type Signers,
} from '../dcc/index.ts';
import { DONE, REFUSED, type ExitCode } from '../shell/exit.ts';
import { UsageError } from '../shell/failure.ts';
import { RECEIPTS } from '../shell/inputs.ts';
import { Outcomes } from '../shell/outcomes.ts';
import { progressOf } from '../shell/progress.ts';
import type { Session } from '../shell/session.ts';
import { table } from '../shell/table.ts';
import { wholeNumber } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

type Options = {
  readonly dryRun?: boolean;
  readonly signers?: string;
  readonly patience: number;
};

export const importForeign: Verb = (parent, act) => {
  group(parent, 'import', 'take over documents in foreign formats, as evidence')
    .command('dcc')
    .description('EU Digital COVID Certificates, as MedicalEvidence signed by the acting ministry')
    .argument('<file>', 'lines of HC1: text, or of JSON with hcert and testContext.CERTIFICATE')
    .option('--dry-run', 'only say what each line becomes; needs no hub and no key')
    .option('--signers <pem>', 'certificates of signers, for lines that bring none')
    .option(
      '--patience <seconds>',
      'how long to try again while the hub is away or busy',
      wholeNumber(0, 86_400),
      30,
    )
    .addHelpText(
      'after',
      examples(
        'eurasec import dcc certificates.ndjson --dry-run --json',
        'eurasec import dcc certificates.ndjson --as KG.MOH',
      ) +
        '\nRecords are kept in <file>.evidence.ndjson and receipts in <file>.receipts.ndjson: after a break,\nrepeat the command. Ends with 1 if a line was rejected or refused; a dry run ends with 0.\n',
    )
    .action(act(run));
};

async function run(session: Session, file: string, options: Options): Promise<ExitCode> {
  const total = await count(file);
  if (total === 0) throw new UsageError(`${file} is empty.`);
  const { signers: pem } = options;
  const signers = pem === undefined ? undefined : signersIn(await readFile(pem, 'utf8'));
  const importing = new Import(session, signers);
  if (options.dryRun) return importing.rehearse(file);
  return importing.perform(file, total, options.patience);
}

async function count(file: string): Promise<number> {
  let lines = 0;
  for await (const _ of readLines(file)) lines += 1;
  return lines;
}

class Import {
  readonly #session: Session;
  readonly #signers: Signers | undefined;
  readonly #rejected = new Map<DccReason, number[]>();
  #mapped = 0;

  constructor(session: Session, signers: Signers | undefined) {
    this.#session = session;
    this.#signers = signers;
  }

  async rehearse(file: string): Promise<ExitCode> {
    for await (const line of readLines(file)) {
      const mapped = this.#map(line);
      if (mapped) this.#print({ line: line.line, outcome: 'mapped' });
    }
    this.#sumUp();
    return DONE;
  }

  async perform(file: string, total: number, patience: number): Promise<ExitCode> {
    const session = this.#session;
    const hub = await session.hub();
    const evidence = await EvidenceFile.open(
      `${file}.evidence.ndjson`,
      await session.key('record'),
    );
    const receipts = await ReceiptsFile.open(`${file}${RECEIPTS}`);
    const progress = progressOf(session.io, total);
    const outcomes = new Outcomes(session, { outcome: 'mapped' });
    try {
      const lines = this.#records(file, evidence, () => progress.advance(true));
      const pushed = pushLines(hub, lines, { what: 'evidence', receipts, patience });
      for await (const outcome of pushed) {
        progress.advance('problem' in outcome);
        outcomes.tell(outcome);
      }
    } catch (error) {
      outcomes.end(' Repeat the command to go on.');
      throw error;
    } finally {
      progress.end();
      await Promise.all([evidence.close(), receipts.close()]);
    }
    this.#sumUp();
    return outcomes.end() === DONE && this.#rejected.size === 0 ? DONE : REFUSED;
  }

  async *#records(
    file: string,
    evidence: EvidenceFile,
    onRejected: () => void,
  ): AsyncGenerator<PushLine> {
    for await (const line of readLines(file)) {
      const mapped = this.#map(line);
      if (!mapped) {
        onRejected();
        continue;
      }
      const { hcert, claims } = mapped;
      const record = await evidence.recordOf(hcert, claims, this.#session.now());
      yield { line: line.line, text: JSON.stringify({ record }) };
    }
  }

  /** Undefined for a line that was rejected, and told of. */
  #map(line: DccLine) {
    const imported = importDcc(line, this.#session.now(), this.#signers);
    if (imported.outcome === 'mapped' && 'hcert' in line) {
      this.#mapped += 1;
      return { hcert: line.hcert, claims: imported.claims };
    }
    if (imported.outcome === 'rejected') {
      const { reason } = imported;
      this.#rejected.set(reason, [...(this.#rejected.get(reason) ?? []), line.line]);
      this.#print({ line: line.line, outcome: 'rejected', reason });
    }
    return undefined;
  }

  #print(value: object): void {
    if (this.#session.options.json) this.#session.io.out(`${JSON.stringify(value)}\n`);
  }

  /** For people: why lines were rejected, and which. */
  #sumUp(): void {
    const { io, options } = this.#session;
    const rejected = [...this.#rejected.values()].flat().length;
    if (!options.json && rejected > 0)
      io.out(
        table([
          ['reason', 'meaning', 'lines'],
          ...[...this.#rejected].map(([reason, lines]) => [
            reason,
            DCC_REASONS[reason],
            lines.join(' '),
          ]),
        ]),
      );
    io.err(`${this.#mapped} mapped, ${rejected} rejected.\n`);
  }
}
