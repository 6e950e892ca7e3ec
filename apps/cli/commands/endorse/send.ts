import { HubRefusal } from '#client';
import { DONE, REFUSED, type ExitCode } from '../../shell/exit.ts';
import { problemSentence } from '../../shell/failure.ts';
import { readText } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { examples, type Verb } from '../../shell/verb.ts';

export const sendStatements: Verb = (parent, act) => {
  parent
    .command('send')
    .description('send statements that were signed elsewhere, one a line, in their order')
    .argument('<file>', '- for standard input')
    .addHelpText('after', examples('eurasec endorse send statements.ndjson'))
    .action(act(run));
};

/** A refused line does not keep the others from being sent; sending one again is harmless. */
async function run(session: Session, file: string): Promise<ExitCode> {
  const hub = session.publicHub();
  const lines = (await readText(file, session.io)).split('\n');
  const [told, refused] = [[] as number[], [] as number[]];
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const line = index + 1;
    try {
      const stored = await hub.submitStatement(statementIn(text.trim()));
      told.push(line);
      if (session.options.json) session.io.out(`${JSON.stringify({ line, ...stored })}\n`);
    } catch (error) {
      if (!(error instanceof HubRefusal)) throw error;
      refused.push(line);
      const { problem } = error;
      session.show({ line, problem }, `${line}: ${problemSentence(problem)}\n`);
    }
  }
  session.io.err(`${told.length} recorded, ${refused.length} refused.\n`);
  return refused.length > 0 ? REFUSED : DONE;
}

/** A line is a statement, or a JSON text with one. */
function statementIn(text: string): string {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'string'
      ? value
      : ((value as { statement?: string }).statement ?? text);
  } catch {
    return text;
  }
}
