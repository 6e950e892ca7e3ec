import { reportCompromise, retireKey } from '#client';
import type { Instant } from '#kernel';
import type { Session } from '../../shell/session.ts';
import { deliver, OFFLINE, type Offline } from '../../shell/statement.ts';
import { instant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

export const retireAKey: Verb = (parent, act) => {
  parent
    .command('retire')
    .description('a key signs nothing more; what was recorded before stays good')
    .argument('<kid>', 'as keys show prints it')
    .option(...OFFLINE)
    .addHelpText('after', examples('eurasec endorse retire <kid> --as KG'))
    .action(
      act(async (session: Session, kid: string, options: Offline) => {
        const statement = retireKey(await signer(session), session.now(), { kid });
        await deliver(session, statement, options, (one) =>
          session.publicHub().submitStatement(one),
        );
      }),
    );
};

export const reportACompromise: Verb = (parent, act) => {
  parent
    .command('compromise')
    .description('a key was in wrong hands: what was recorded since is put under review')
    .argument('<kid>')
    .requiredOption('--since <instant>', 'from when on it counts no more', instant)
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples('eurasec endorse compromise <kid> --as KG --since 2027-01-31T09:00:00Z'),
    )
    .action(
      act(async (session: Session, kid: string, options: Offline & { since: Instant }) => {
        const { since } = options;
        const statement = reportCompromise(await signer(session), session.now(), { kid, since });
        await deliver(session, statement, options, (one) =>
          session.publicHub().submitStatement(one),
        );
      }),
    );
};

/** A state speaks by its root, an authority by its statement key. */
const signer = (session: Session) =>
  session.key(session.holder.includes('.') ? 'statement' : 'root');
