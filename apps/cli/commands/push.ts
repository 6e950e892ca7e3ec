import type { ExitCode } from '../shell/exit.ts';
import { inputsIn } from '../shell/inputs.ts';
import { pushInputs } from '../shell/push-inputs.ts';
import type { Session } from '../shell/session.ts';
import { wholeNumber } from '../shell/values.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = { readonly receipts: boolean; readonly patience: number };

export const push: Verb = (parent, act) => {
  parent
    .command('push')
    .description('give signed certificates to the hub, and keep its receipts beside them')
    .argument('<path>', 'a .json file, a file with one push a line, a folder of them, or -')
    .option('--no-receipts', 'keep none; then everything is sent again after a break')
    .option(
      '--patience <seconds>',
      'how long to try again while the hub is away or busy',
      wholeNumber(0, 86_400),
      30,
    )
    .addHelpText(
      'after',
      examples(
        'eurasec push certificates.ndjson --as KG.MOH',
        'eurasec push outbox/ --as KG.MOH --json > outcomes.ndjson',
        'eurasec issue claims.ndjson --as KG.MOH | eurasec push - --as KG.MOH',
      ) +
        '\nWhat has a receipt in <file>.receipts.ndjson is not sent again: after a break, repeat the command.\n',
    )
    .action(act(run));
};

async function run(session: Session, path: string, options: Options): Promise<ExitCode> {
  const files = await inputsIn(path);
  return pushInputs(session, await session.hub(), files, {
    keepReceipts: options.receipts,
    patience: options.patience,
  });
}
