import { verifyReceipt as verify, type ProvedReceipt } from '#client';
import { isObject, parseJson, parseJws } from '#signing';
import { UsageError } from '../shell/failure.ts';
import { readText, writeNew } from '../shell/files.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { trustListOf } from '../shell/trust-list.ts';
import { quorum } from '../shell/values.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = {
  readonly proof?: string;
  readonly save?: string;
  readonly trustList?: string;
  readonly quorum?: number;
};

export const verifyReceipt: Verb = (parent, act) => {
  parent
    .command('verify-receipt')
    .description(
      "prove that what the hub gave a receipt for is in its log, as the states' witnesses saw it",
    )
    .argument(
      '<receipt>',
      'file with the receipt, with the answer it came in, or with a saved proof; - for standard input',
    )
    .option('--proof <file>', 'the tlog-proof of the event; then the hub is not asked for it')
    .option('--save <file>', 'keep the proof: from then on that file is all it takes')
    .option('--trust-list <file>', 'a saved /v1/trust-list; then no hub is asked')
    .option('--quorum <witnesses>', 'how many must have seen the tree; default: two thirds', quorum)
    .addHelpText(
      'after',
      examples(
        'eurasec verify-receipt receipt.json --as KG.MOH --save receipt.tlog-proof',
        'eurasec verify-receipt receipt.tlog-proof --trust-list trust-list.ndjson',
      ) +
        '\nEverything is verified from the genesis document alone. Ends with 1 when it is not proved.\n',
    )
    .action(act(run));
};

async function run(session: Session, file: string, options: Options): Promise<void> {
  const { save, trustList, quorum: seenBy } = options;
  const given = await readText(file, session.io);
  const evidence = given.startsWith(PROOF)
    ? { proof: given }
    : await withProof(session, receiptIn(given, file), options);
  const proved = verify({
    ...evidence,
    genesis: await session.genesis(),
    trust: await trustListOf(session, trustList),
    ...(seenBy !== undefined && { quorum: seenBy }),
  });
  if (save !== undefined) await writeNew(save, evidence.proof);
  session.show(proved, () => told(proved));
}

/** How every tlog-proof begins. */
const PROOF = 'c2sp.org/tlog-proof@';

/** The proof from its file, or from the hub, which gives it to whoever the receipt was given to. */
async function withProof(session: Session, receipt: string, { proof }: Options) {
  if (proof !== undefined) return { receipt, proof: await readText(proof, session.io) };
  const { stream, revision } = parseJws(receipt, { typ: 'receipt+jws' }).payload;
  const place = { stream: String(stream), revision: Number(revision) };
  return { receipt, proof: await (await session.hub()).receiptProof(place) };
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
