import type { OwnStatusAnswer } from '#client';
import { genesisKey } from '#signing';
import { DONE, REFUSED, type ExitCode } from '../../shell/exit.ts';
import type { Session } from '../../shell/session.ts';
import { facts } from '../../shell/table.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { TOKEN, TOKEN_FILE, TOKEN_NOTE, tokenIn, type TokenOptions } from './token.ts';

export const ownStatus: Verb = (parent, act) => {
  parent
    .command('own-status')
    .description('how the case of a worker stands who shows a consent token to the centre')
    .option(...TOKEN)
    .option(...TOKEN_FILE)
    .addHelpText(
      'after',
      examples('eurasec case own-status --as KG.IRC --token-file -') + TOKEN_NOTE,
    )
    .action(act(run));
};

async function run(session: Session, options: TokenOptions): Promise<ExitCode> {
  const answer = await askedWith(session, options);
  session.show(answer, () => told(answer));
  return answer.answer === 'GIVEN' ? DONE : REFUSED;
}

/** Asks the hub, and checks the answer's signature. */
export async function askedWith(session: Session, options: TokenOptions): Promise<OwnStatusAnswer> {
  const token = await tokenIn(session, options);
  const { hub } = await session.genesis();
  return (await session.hub()).ownStatus(token, genesisKey(hub.receipt));
}

function told(answer: OwnStatusAnswer): string {
  const { checkedAt, receiptId } = answer;
  const given = answer.answer === 'GIVEN' ? answer : undefined;
  return facts({
    answer: answer.answer,
    destination: given?.destination,
    status: given?.status,
    since: given?.since,
    'may go on': given && (given.canProceed ? 'yes' : 'no'),
    checklist: given?.checklist
      .map(({ item, isDone }) => `${item} ${isDone ? 'done' : 'not yet'}`)
      .join(', '),
    clearance: given?.clearance,
    'checked at': checkedAt,
    receipt: receiptId,
  });
}
