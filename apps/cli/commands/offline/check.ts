import {
  AGAINST,
  checkClearance,
  LACKING,
  openOfflineKit,
  parseOfflineKit,
  type OfflineAnswer,
} from '#client';
import { checkDocumentNumber } from '#credentials';
import type { Instant } from '#kernel';
import { DONE, REFUSED, type ExitCode } from '../../shell/exit.ts';
import { UsageError } from '../../shell/failure.ts';
import { readText } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { facts } from '../../shell/table.ts';
import { instant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

type Options = {
  readonly kit: string;
  readonly clearance: string;
  readonly destination: string;
  readonly occupation?: string;
  readonly documentNumber?: string;
  readonly at?: Instant;
};

const MEANINGS = { ...AGAINST, ...LACKING };

export const checkOffline: Verb = (parent, act) => {
  parent
    .command('check')
    .description('whether a worker is cleared, by a presented clearance and the kit; asks nobody')
    .requiredOption('--kit <file>', 'what offline fetch kept')
    .requiredOption('--clearance <file>', 'as scanned; - for standard input')
    .requiredOption('--destination <state>', 'where the worker is to be placed')
    .option('--occupation <code>', 'ISCO-08 unit group')
    .option('--document-number <number>', 'of the passport or card in the worker’s hand')
    .option('--at <instant>', 'instead of now', instant)
    .addHelpText(
      'after',
      examples(
        'eurasec offline check --kit kit.json --destination RU --clearance - < scanned.txt',
        'eurasec offline check --kit kit.json --destination RU --clearance scanned.txt --document-number PE0000001 --json',
      ) +
        `\nEnds with 0 only for CONFIRMED. The answer is as of the list's time: what was revoked since is not seen.\nIt knows no contract, no licence and no suspended recognition: eurasec verify does.\n\nReasons:\n${reasons()}`,
    )
    .action(act(run));
};

const reasons = (): string =>
  Object.entries(MEANINGS)
    .map(([code, meaning]) => `  ${code.padEnd(22)}${meaning}\n`)
    .join('');

async function run(session: Session, options: Options): Promise<ExitCode> {
  const { io } = session;
  const kit = parseOfflineKit(await readText(options.kit, io));
  const opened = await openOfflineKit(kit, await session.genesis());
  if (opened.unproved > 0)
    io.err(`Of the kit's trust list ${opened.unproved} events are not proved; left out.\n`);
  const text = (await readText(options.clearance, io)).trim();
  const answer = checkClearance(text, opened, questionOf(options), options.at ?? session.now());
  session.show(answer, () => told(answer));
  return answer.answer === 'CONFIRMED' ? DONE : REFUSED;
}

function questionOf({ destination, occupation, documentNumber }: Options) {
  const document = documentNumber === undefined ? undefined : checkDocumentNumber(documentNumber);
  if (document?.ok === false)
    throw new UsageError('A document number has 5 to 12 letters and digits.');
  return {
    destination,
    ...(occupation !== undefined && { occupation }),
    ...(document && { documentNumber: document.number }),
  };
}

function told({ answer, reasons: codes, asOf, ...rest }: OfflineAnswer): string {
  const why = codes.map((code) => `${code.padEnd(22)}${MEANINGS[code]}\n`).join('');
  const lines = {
    answer,
    'valid until': rest.validUntil,
    'as of': asOf ?? 'no list that says anything',
    'list ends': rest.listEndsAt,
    'keys as of': rest.keysAsOf,
    'checked at': rest.checkedAt,
  };
  return facts(lines) + (why && `\n${why}`);
}
