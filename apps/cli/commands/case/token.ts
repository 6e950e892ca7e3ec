import { readVerificationCode } from '#credentials';
import { UsageError } from '../../shell/failure.ts';
import { readText } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';

export type TokenOptions = { readonly token?: string; readonly tokenFile?: string };

export const TOKEN = ['--token <token>', "on the worker's paper"] as const;
export const TOKEN_FILE = ['--token-file <file>', 'holds it; - for standard input'] as const;

export const TOKEN_NOTE =
  '\nOther users of the machine can see a command line: prefer --token-file.\nEnds with 0 only if the status was given.\n';

/** The consent token, as people type it. @throws UsageError that holds nothing of what was typed */
export async function tokenIn(session: Session, { token, tokenFile }: TokenOptions) {
  const typed = tokenFile === undefined ? token : await readText(tokenFile, session.io);
  const read = typed === undefined ? undefined : readVerificationCode(typed);
  if (read === undefined)
    throw new UsageError(
      'A consent token has 26 letters and digits 2 to 7: --token-file or --token.',
    );
  return read;
}
