import type { Answer, Question } from '#client';
import { checkDocumentNumber, readVerificationCode } from '#credentials';
import { genesisKey, isObject } from '#signing';
import { DONE, REFUSED, type ExitCode } from '../shell/exit.ts';
import { UsageError } from '../shell/failure.ts';
import { readText } from '../shell/files.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = {
  readonly destination: string;
  readonly occupation?: string;
  readonly code?: string;
  readonly documentNumber?: string;
  readonly birthDate?: string;
  readonly clearance?: string;
  readonly question?: string;
};

export const verify: Verb = (parent, act) => {
  parent
    .command('verify')
    .description('ask whether a worker is cleared; the signed answer is checked')
    .requiredOption('--destination <state>', 'where the worker is to be placed')
    .option('--occupation <code>', 'ISCO-08 unit group')
    .option('--code <code>', 'on the paper or in the QR code')
    .option('--document-number <number>', 'of the passport or identity card')
    .option('--birth-date <day>', 'as in the document')
    .option(
      '--question <file>',
      'JSON with code, documentNumber and birthDate; - for standard input',
    )
    .option('--clearance <file>', 'a presented clearance instead; - for standard input')
    .addHelpText(
      'after',
      examples(
        'eurasec verify --as RU.AGENCY1 --destination RU --question question.json',
        'eurasec verify --as RU.AGENCY1 --destination RU --clearance - < scanned.txt',
      ) +
        '\nOther users of the machine can see a command line: prefer --question and --clearance.\nEnds with 0 only for CONFIRMED.\n',
    )
    .action(act(run));
};

async function run(session: Session, options: Options): Promise<ExitCode> {
  const { destination, occupation } = options;
  const asked = { destination, ...(occupation !== undefined && { occupation }) };
  const question: Question = { ...asked, ...(await about(session, options)) };
  const { hub } = await session.genesis();
  const answer = await (await session.hub()).verify(question, genesisKey(hub.receipt));
  session.show(answer, () => told(answer));
  return answer.answer === 'CONFIRMED' ? DONE : REFUSED;
}

const told = ({ answer, validUntil, checkedAt, receiptId }: Answer): string =>
  facts({
    answer,
    'valid until': validUntil?.trim() || undefined,
    'checked at': checkedAt,
    receipt: receiptId,
  });

async function about(session: Session, options: Options) {
  const { clearance, question } = options;
  if (clearance !== undefined) return { clearance: (await readText(clearance, session.io)).trim() };
  const typed = question === undefined ? options : await session.readJson(question);
  const { code, documentNumber, birthDate } = isObject(typed) ? (typed as Options) : {};
  if (!isText(code) || !isText(documentNumber) || !isText(birthDate))
    throw new UsageError('A question takes code, document number and birth date, or a clearance.');
  const read = readVerificationCode(code);
  if (read === undefined)
    throw new UsageError('A verification code has 26 letters and digits 2 to 7.');
  const document = checkDocumentNumber(documentNumber.replace(/\s/g, ''));
  if (!document.ok) throw new UsageError('A document number has 5 to 12 letters and digits.');
  return { code: read, documentNumber: document.number, birthDate };
}

const isText = (value: unknown): value is string => typeof value === 'string';
