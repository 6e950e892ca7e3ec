import { checkCase, issueCase, transition, type CheckedCase, type IssuedCase } from '#client';
import { HubError, stateOf, WireError } from '#kernel';
import type { Step } from '#recruitment';
import { parseJsonObject, type SigningKey } from '#signing';
import { BAD_INPUT, DONE, type ExitCode } from '../../shell/exit.ts';
import { faultSentence, UsageError } from '../../shell/failure.ts';
import { toNewFile } from '../../shell/files.ts';
import { linesOf } from '../../shell/inputs.ts';
import { progressOf } from '../../shell/progress.ts';
import type { Session } from '../../shell/session.ts';
import { participant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

type Options = { readonly out: string; readonly agency?: string };

/** A case as it stands in a file, ready to be opened. The token is for the worker alone. */
type Line = { readonly record: string; readonly statement: string; readonly consentToken?: string };

export const issue: Verb = (parent, act) => {
  parent
    .command('issue')
    .description("sign the records of workers' cases with their registrations, ready to be opened")
    .argument('<claims>', 'a .json file with one case, or a file with one on each line')
    .requiredOption('--out <file>', 'to write, one case a line; it also holds the consent tokens')
    .option(
      '--agency <agency>',
      'registers the workers, and its statement key lies in --keys; default: the ministry, as employment service',
      participant,
    )
    .addHelpText(
      'after',
      examples(
        'eurasec sample case > claims.json',
        'eurasec case issue claims.json --as KG.MOL --out cases.ndjson',
        'eurasec case open cases.ndjson --as KG.MOL',
      ) +
        '\nWhat the claims are: docs/records.md. A file with a fault is not signed at all. A worker who consents to\nlook-ups (OWN_STATUS) gets a token, which the ministry hands over on paper.\n',
    )
    .action(act(run));
};

async function run(session: Session, file: string, { out, agency }: Options): Promise<ExitCode> {
  const issuer = session.holder;
  if (agency !== undefined && stateOf(agency) !== stateOf(issuer))
    throw new UsageError(`${agency} is not of the state of ${issuer}.`);
  const checked = await checkedIn(session, file);
  if (!checked) return BAD_INPUT;
  const key = await session.key('record');
  const registrar = await session.key('statement', agency ?? issuer);
  const progress = progressOf(session.io, checked.length);
  try {
    await toNewFile(out, async (print) => {
      for (const one of checked) {
        const line = await lineOf(session, one, { key, registrar, isAgency: agency !== undefined });
        await print(`${JSON.stringify(line)}\n`);
        progress.advance(false);
      }
    });
  } finally {
    progress.end();
  }
  session.io.err(`${checked.length} signed, registered by ${registrar.holder}.\n`);
  return DONE;
}

/** Tells every fault; undefined where there is one. */
async function checkedIn({ io, holder }: Session, file: string) {
  const checked: CheckedCase[] = [];
  let [lines, faults] = [0, 0];
  for await (const { line, text } of linesOf(file, io)) {
    lines += 1;
    try {
      if (text === null) throw new WireError('WIRE_TOO_LARGE', 'a line is too long');
      checked.push(checkCase(parseJsonObject(text), holder, io.now()));
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      faults += 1;
      io.err(`line ${line}  ${faultSentence(error)}\n`);
    }
  }
  if (lines === 0) throw new UsageError(`${file} is empty.`);
  if (faults > 0) io.err(`Nothing was signed: ${faults} of ${lines} cannot be.\n`);
  return faults === 0 ? checked : undefined;
}

type Signers = {
  readonly key: SigningKey;
  readonly registrar: SigningKey;
  readonly isAgency: boolean;
};

async function lineOf(
  session: Session,
  checked: CheckedCase,
  { key, registrar, isAgency }: Signers,
): Promise<Line> {
  const at = session.now();
  const { record, reference }: IssuedCase = await issueCase(checked, { key, at });
  const said: Step = {
    step: 'WorkerRegistered',
    actor: { capacity: isAgency ? 'AGENCY_ORIGIN' : 'EMPLOYMENT_SERVICE' },
    occurredAt: at,
  };
  const { consentToken } = checked.claims;
  const statement = transition(registrar, at, { record: reference, ...said });
  return { record, statement, ...(consentToken !== undefined && { consentToken }) };
}
