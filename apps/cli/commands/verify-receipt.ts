import { verifyReceipt as verify, type ProvedReceipt } from '#client';
import { isObject, parseJson } from '#signing';
import { UsageError } from '../shell/failure.ts';
import { readText } from '../shell/files.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { trustListOf } from '../shell/trust-list.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = { readonly proof: string; readonly trustList?: string; readonly quorum?: number };

export const verifyReceipt: Verb = (parent, act) => {
  parent
    .command('verify-receipt')
    .description(
      "prove that what the hub gave a receipt for is in its log, as the states' witnesses saw it",
    )
    .argument(
      '<receipt>',
      'file with the receipt, or with the answer it came in; - for standard input',
    )
    .requiredOption('--proof <file>', 'the tlog-proof of the event, with the event in it')
    .option('--trust-list <file>', 'a saved /v1/trust-list; then no hub is asked')
    .option('--quorum <witnesses>', 'how many must have seen the tree; default: two thirds', Number)
    .addHelpText(
      'after',
      examples(
        'eurasec verify-receipt receipt.json --proof receipt.tlog-proof --trust-list trust-list.ndjson',
      ) +
        '\nEverything is verified from the genesis document alone. Ends with 1 when it is not proved.\n',
    )
    .action(act(run));
};

async function run(
  session: Session,
  file: string,
  { proof, trustList, quorum }: Options,
): Promise<void> {
  const proved = verify({
    receipt: receiptIn(await readText(file, session.io), file),
    proof: await readText(proof, session.io),
    genesis: await session.genesis(),
    trust: await trustListOf(session, trustList),
    ...(quorum !== undefined && { quorum }),
  });
  session.show(proved, () => told(proved));
}

/** The receipt alone, or as the hub answered it. */
function receiptIn(text: string, file: string): string {
  if (!text.trimStart().startsWith('{')) return text.trim();
  const answer = parseJson(text.trim());
  if (isObject(answer) && typeof answer['receipt'] === 'string') return answer['receipt'];
  throw new UsageError(`${file} holds no receipt.`);
}

const told = ({ event, stream, recordedAt, index, size, witnesses }: ProvedReceipt): string =>
  facts({
    proved: `event ${event} is in the log`,
    stream,
    recorded: recordedAt,
    place: `${index} of ${size}`,
    witnesses: witnesses.map(({ witness, at }) => `${witness} (${at})`).join(', ') || 'none',
  });
