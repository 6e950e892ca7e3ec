import { parseClearance, readPresentedClearance, type PresentedClearance } from '#credentials';
import { DONE, REFUSED, type ExitCode } from '../../shell/exit.ts';
import { UsageError } from '../../shell/failure.ts';
import { readText, writeNew } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { qrSvg } from '../../slip/qr-code.ts';
import { slipPage, type SlipClearance } from '../../slip/slip.ts';
import { askedWith } from './own-status.ts';
import { TOKEN, TOKEN_FILE, TOKEN_NOTE, type TokenOptions } from './token.ts';

type Options = TokenOptions & { readonly clearance?: string; readonly out: string };

export const slip: Verb = (parent, act) => {
  parent
    .command('slip')
    .description('the same on a page to print, in Russian and English, with the QR code')
    .option(...TOKEN)
    .option(...TOKEN_FILE)
    .option('--clearance <file>', "the worker's clearance, as scanned or as it was handed over")
    .requiredOption('--out <file>', 'the page, HTML; a file that is there is not overwritten')
    .addHelpText(
      'after',
      examples(
        'eurasec case slip --as KG.IRC --token-file - --clearance clearance.txt --out slip.html',
      ) + TOKEN_NOTE,
    )
    .action(act(run));
};

async function run(session: Session, options: Options): Promise<ExitCode> {
  const { clearance: file, out } = options;
  const text = file === undefined ? undefined : (await readText(file, session.io)).trim();
  const shown = text === undefined ? undefined : readPresentedClearance(parseClearance(text));
  const answer = await askedWith(session, options);
  if (answer.answer !== 'GIVEN') {
    session.show(answer, `Nothing was told (${answer.answer}); there is no slip.\n`);
    return REFUSED;
  }
  if (shown) checkFits(shown, answer.destination);
  await writeNew(out, slipPage(answer, text && shown ? codeOf(text, shown) : undefined));
  session.show({ ...answer, out }, `${out}\n`);
  return DONE;
}

/** An agency needs the code and the profile, and the profile says for where the clearance is. */
function checkFits({ verificationCode, profile }: PresentedClearance, destination: string): void {
  if (verificationCode === undefined || profile === undefined)
    throw new UsageError(
      'The clearance does not show its code and profile; no agency could use it.',
    );
  if (!profile.startsWith(`${destination}/`))
    throw new UsageError(
      `The clearance is for ${profile.slice(0, 2)}, the case for ${destination}.`,
    );
}

const codeOf = (text: string, { validUntil }: PresentedClearance): SlipClearance => ({
  qr: qrSvg(text),
  validUntil,
});
