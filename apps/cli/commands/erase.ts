import { eraseWorker } from '#client';
import { showReceipt } from '../shell/receipt.ts';
import type { Session } from '../shell/session.ts';
import { participant, recordId } from '../shell/values.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = { readonly issuer?: string; readonly basis: string };

export const erase: Verb = (parent, act) => {
  parent
    .command('erase')
    .description('destroy the keys of everything about a worker; final')
    .argument('<id>', "of any of the worker's records", recordId)
    .requiredOption('--basis <code>', 'why: SUBJECT_REQUEST, RETENTION_ENDED, …')
    .option('--issuer <authority>', 'who issued it; default the acting ministry', participant)
    .addHelpText('after', examples('eurasec erase <id> --as KG.MOH --basis SUBJECT_REQUEST'))
    .action(
      act(async (session: Session, id: string, { issuer = session.holder, basis }: Options) => {
        const record = { issuer, id };
        const key = await session.key('statement');
        const statement = eraseWorker(key, session.now(), { record, basis });
        await showReceipt(session, await (await session.hub()).erase(statement));
      }),
    );
};
