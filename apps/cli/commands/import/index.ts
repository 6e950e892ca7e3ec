import { readFile } from 'node:fs/promises';
import { signersIn } from '../../dcc/index.ts';
import { DONE, type ExitCode } from '../../shell/exit.ts';
import { UsageError } from '../../shell/failure.ts';
import type { Session } from '../../shell/session.ts';
import { wholeNumber } from '../../shell/values.ts';
import { examples, group, type Verb } from '../../shell/verb.ts';
import { Documents } from './documents.ts';
import { pushEvidence } from './push-evidence.ts';

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
  const { signers: pem, dryRun, patience } = options;
  const signers = pem === undefined ? undefined : signersIn(await readFile(pem, 'utf8'));
  const documents = new Documents(session, file, signers);
  const total = await documents.count();
  if (total === 0) throw new UsageError(`${file} is empty.`);
  if (!dryRun) return pushEvidence(session, documents, { total, patience });
  for await (const { line } of documents.mapped())
    if (session.options.json) session.io.out(`${JSON.stringify({ line, outcome: 'mapped' })}\n`);
  documents.sumUp();
  return DONE;
}
