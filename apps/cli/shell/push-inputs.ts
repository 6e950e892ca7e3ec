import {
  pushLines,
  ReceiptsFile,
  type HubClient,
  type PushOptions,
  type PushOutcome,
} from '#client';
import type { ExitCode } from './exit.ts';
import { UsageError } from './failure.ts';
import { countLines, linesOf, RECEIPTS } from './inputs.ts';
import { Outcomes } from './outcomes.ts';
import { progressOf } from './progress.ts';
import type { Session } from './session.ts';

export type PushInputs = Pick<PushOptions, 'what' | 'patience'> & {
  /** Whether receipts are kept beside each file; what has one is not sent again. */
  readonly keepReceipts: boolean;
};

/** Pushes files one after the other, each with receipts of its own, and tells what became of every line. */
export async function pushInputs(
  session: Session,
  hub: HubClient,
  files: readonly string[],
  options: PushInputs,
): Promise<ExitCode> {
  const progress = progressOf(session.io, await total(files, session));
  const outcomes = new Outcomes(session);
  try {
    for (const file of files)
      for await (const outcome of pushInput(session, hub, file, options)) {
        progress.advance('problem' in outcome);
        outcomes.tell(outcome, files.length > 1 ? file : undefined);
      }
  } finally {
    progress.end();
    outcomes.end();
  }
  return outcomes.exit;
}

/** Counted before anything is sent, so that an input that cannot be used is found then. */
async function total(files: readonly string[], { io }: Session): Promise<number> {
  let sum = 0;
  for (const file of files) {
    const lines = await countLines(file, io);
    if (lines === 0) throw new UsageError(`${file} is empty.`);
    sum += lines ?? 0;
  }
  return sum;
}

async function* pushInput(
  { io }: Session,
  hub: HubClient,
  file: string,
  { keepReceipts, ...options }: PushInputs,
): AsyncGenerator<PushOutcome> {
  const isKept = keepReceipts && file !== '-';
  const receipts = isKept ? await ReceiptsFile.open(`${file}${RECEIPTS}`) : undefined;
  try {
    yield* pushLines(hub, linesOf(file, io), { ...options, ...(receipts && { receipts }) });
  } finally {
    await receipts?.close();
  }
}
