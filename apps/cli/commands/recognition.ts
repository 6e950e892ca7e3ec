import { changeRecognition } from '#client';
import { stateOf } from '#kernel';
import { showReceipt } from '../shell/receipt.ts';
import { DIGEST, referenceTo, type Digest } from '../shell/record.ts';
import type { Session } from '../shell/session.ts';
import { participant, recordId } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

type Options = Digest & { readonly issuer: string; readonly reason?: string };

export const recognition: Verb = (parent, act) => {
  const one = group(parent, 'recognition', "whether a state recognises another's certificate");
  const ISSUER = ['--issuer <authority>', 'who issued it'] as const;
  one
    .command('suspend')
    .description('it confirms nobody in the acting state; elsewhere nothing changes')
    .argument('<id>', 'of the record', recordId)
    .requiredOption(...ISSUER, participant)
    .requiredOption('--reason <code>', 'capitals, digits and underscores')
    .option(...DIGEST)
    .addHelpText(
      'after',
      examples(
        'eurasec recognition suspend <id> --as RU.MOH --issuer KG.MOH --reason CLINIC_DOUBT',
      ),
    )
    .action(act(change('SUSPEND')));
  one
    .command('restore')
    .description('it counts again')
    .argument('<id>', 'of the record', recordId)
    .requiredOption(...ISSUER, participant)
    .option(...DIGEST)
    .addHelpText('after', examples('eurasec recognition restore <id> --as RU.MOH --issuer KG.MOH'))
    .action(act(change('RESTORE')));
};

const change =
  (kind: 'SUSPEND' | 'RESTORE') =>
  async (session: Session, id: string, { issuer, reason, digest }: Options): Promise<void> => {
    const hub = await session.hub();
    const statement = changeRecognition(await session.key('statement'), session.now(), {
      record: await referenceTo(hub, issuer, id, digest),
      act: kind,
      state: stateOf(session.holder),
      ...(reason !== undefined && { reason }),
    });
    await showReceipt(session, await hub.recognition(issuer, id, statement));
  };
