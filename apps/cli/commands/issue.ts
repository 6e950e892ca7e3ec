import type { CheckedCertificate, Push } from '#client';
import { BAD_INPUT, DONE, type ExitCode } from '../shell/exit.ts';
import { UsageError } from '../shell/failure.ts';
import { claimsIn } from '../shell/claims.ts';
import { toNewFile } from '../shell/files.ts';
import { Issuer, NO_SEAL } from '../shell/issuer.ts';
import { progressOf } from '../shell/progress.ts';
import type { Session } from '../shell/session.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = { readonly out?: string; readonly seal: boolean };

/** Signed, and their status list indices asked for, at once. */
const AT_ONCE = 500;

export const issue: Verb = (parent, act) => {
  parent
    .command('issue')
    .description('sign certificates with their clearances and sealed findings, ready to be pushed')
    .argument('<claims>', 'a .json file with one certificate, or a file with one on each line')
    .option('--out <file>', 'to write, one push a line; default standard output')
    .option(...NO_SEAL)
    .addHelpText(
      'after',
      examples(
        'eurasec issue claims.json --as KG.MOH --out certificate.ndjson',
        'eurasec issue claims.ndjson --as KG.MOH | eurasec push - --as KG.MOH',
      ) +
        '\nWhat the claims are: docs/records.md. A verification code is drawn where there is none.\nA file with a fault is not signed at all.\n',
    )
    .action(act(run));
};

async function run(session: Session, file: string, { out, seal }: Options): Promise<ExitCode> {
  if (file === '-')
    throw new UsageError('Claims are read twice, to be checked first: name a file.');
  const total = await checked(session, file);
  if (total === undefined) return BAD_INPUT;
  const issuer = await Issuer.of(session, await session.hub(), seal);
  const counts = { certificates: 0, clearances: 0, sealed: 0 };
  const progress = progressOf(session.io, out === undefined ? 0 : total);
  const write = async (print: (text: string) => unknown) => {
    for await (const pushes of issued(session, issuer, file))
      for (const push of pushes) {
        counts.certificates += 1;
        counts.clearances += push.clearances?.length ?? 0;
        counts.sealed += push.sealed?.length ?? 0;
        progress.advance(false);
        await print(`${JSON.stringify(push)}\n`);
      }
  };
  try {
    if (out === undefined) await write((text) => session.io.out(text));
    else await toNewFile(out, write);
  } finally {
    progress.end();
  }
  const { certificates, clearances, sealed } = counts;
  const to = [...new Set(issuer.seal.map((one) => one.to))].join(' ');
  session.io.err(
    `${certificates} signed, with ${clearances} clearances; ${to ? `${sealed} findings sealed to ${to}` : noSealing(seal)}.\n`,
  );
  return DONE;
}

const noSealing = (isWanted: boolean): string =>
  isWanted
    ? 'no contract in force now lets HIV, drug and mental health findings go to anybody'
    : 'no finding sealed to anybody';

/** How many there are. Tells every fault and every warning; undefined where there is a fault. */
async function checked({ io }: Session, file: string): Promise<number | undefined> {
  let [lines, faults] = [0, 0];
  for await (const claims of claimsIn(file, io)) {
    lines += 1;
    if ('fault' in claims) {
      faults += 1;
      io.err(`line ${claims.line}  ${claims.fault}\n`);
    } else
      for (const { code, pointer } of claims.certificate.warnings)
        io.err(`line ${claims.line}  warning: ${code} at ${pointer}\n`);
  }
  if (lines === 0) throw new UsageError(`${file} is empty.`);
  if (faults > 0) io.err(`Nothing was signed: ${faults} of ${lines} cannot be.\n`);
  return faults === 0 ? lines : undefined;
}

async function* issued(
  session: Session,
  issuer: Issuer,
  file: string,
): AsyncGenerator<readonly Push[]> {
  let waiting: CheckedCertificate[] = [];
  for await (const claims of claimsIn(file, session.io)) {
    if (!('certificate' in claims)) throw new UsageError(`${file} changed while it was read.`);
    waiting.push(claims.certificate);
    if (waiting.length < AT_ONCE) continue;
    yield await issuer.issue(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield await issuer.issue(waiting);
}
