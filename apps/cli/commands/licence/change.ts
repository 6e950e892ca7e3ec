import { changeLicence } from '#client';
import type { Session } from '../../shell/session.ts';
import { deliver, OFFLINE, type Offline } from '../../shell/statement.ts';
import { participant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

type Options = Offline & { readonly number: string };

/** A verb for each act on a licence. */
const changing =
  (verb: string, act: 'SUSPEND' | 'RESTORE' | 'REVOKE', description: string): Verb =>
  (parent, action) => {
    parent
      .command(verb)
      .description(description)
      .argument('<agency>', 'its id', participant)
      .requiredOption('--number <number>', 'of the licence')
      .option(...OFFLINE)
      .addHelpText(
        'after',
        examples(`eurasec licence ${verb} KG.AGENCY1 --as KG.MOL --number KG-0001`),
      )
      .action(
        action(async (session: Session, agency: string, options: Options) => {
          const { number } = options;
          const key = await session.key('statement');
          const statement = changeLicence(key, session.now(), { act, agency, number });
          await deliver(session, statement, options, (one) =>
            session.publicHub().submitStatement(one),
          );
        }),
      );
  };

export const suspendALicence = changing(
  'suspend',
  'SUSPEND',
  'the agency may do nothing under it until it is restored; within 10 s on every hub',
);
export const restoreALicence = changing('restore', 'RESTORE', 'a suspended licence counts again');
export const revokeALicence = changing(
  'revoke',
  'REVOKE',
  'for good; a new licence has a new number',
);
