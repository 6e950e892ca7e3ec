import { HubRefusal, recordIn, type HubClient, type PushOutcome } from '#client';
import { WireError } from '#kernel';
import { parseJsonObject } from '#signing';
import type { ExitCode } from '../../shell/exit.ts';
import { isBusy, UsageError } from '../../shell/failure.ts';
import { countLines, linesOf } from '../../shell/inputs.ts';
import { Outcomes } from '../../shell/outcomes.ts';
import { progressOf } from '../../shell/progress.ts';
import type { Session } from '../../shell/session.ts';
import { examples, type Verb } from '../../shell/verb.ts';

export const open: Verb = (parent, act) => {
  parent
    .command('open')
    .description("give signed cases to the hub, by the labour ministry of the workers' state")
    .argument('<file>', 'as case issue wrote it, one case a line; - for standard input')
    .addHelpText(
      'after',
      examples(
        'eurasec case open cases.ndjson --as KG.MOL',
        'eurasec case open cases.ndjson --as KG.MOL --json > opened.ndjson',
      ) + '\nSending a case again is harmless: after a break, repeat the command.\n',
    )
    .action(act(run));
};

async function run(session: Session, file: string): Promise<ExitCode> {
  const total = await countLines(file, session.io);
  if (total === 0) throw new UsageError(`${file} is empty.`);
  const hub = await session.hub();
  const progress = progressOf(session.io, total ?? 0);
  const outcomes = new Outcomes(session);
  try {
    for await (const { line, text } of linesOf(file, session.io)) {
      const outcome = await opened(hub, line, text);
      progress.advance('problem' in outcome);
      outcomes.tell(outcome);
    }
  } finally {
    progress.end();
    outcomes.end();
  }
  return outcomes.exit;
}

/** What became of one case. @throws HubRefusal if the hub is busy: all that follow would find it so */
async function opened(hub: HubClient, line: number, text: string | null): Promise<PushOutcome> {
  if (text === null) throw new WireError('WIRE_TOO_LARGE', 'a line is too long');
  const { record, statement } = parseJsonObject(text);
  if (typeof record !== 'string' || typeof statement !== 'string')
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'a line is no case with its registration');
  const named = recordIn(text);
  try {
    const stored = await hub.openCase({ record, statement });
    return { line, status: 201, ...(named && { record: named }), ...stored };
  } catch (error) {
    if (!(error instanceof HubRefusal) || isBusy(error.problem)) throw error;
    const { problem } = error;
    return { line, status: problem.status, ...(named && { record: named }), problem };
  }
}
