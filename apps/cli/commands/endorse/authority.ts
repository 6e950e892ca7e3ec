import { Option } from 'commander';
import { endorseAuthority } from '#client';
import type { Role } from '#participants';
import type { Session } from '../../shell/session.ts';
import { deliver, OFFLINE, type Offline } from '../../shell/statement.ts';
import { participant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

const ROLES = [
  'health-ministry',
  'labour-ministry',
  'migration-authority',
  'auditor',
  'information-centre',
] as const satisfies readonly Role[];

type Options = Offline & {
  readonly name: string;
  readonly role: readonly Role[];
  readonly signsContracts?: boolean;
};

export const endorseAnAuthority: Verb = (parent, act) => {
  parent
    .command('authority')
    .description("an authority of a state, by the state's root")
    .argument('<authority>', 'its id', participant)
    .requiredOption('--name <name>', 'as it is called')
    .addOption(new Option('--role <role...>', 'what it is').choices(ROLES).makeOptionMandatory())
    .option('--signs-contracts', 'it may bind its state')
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples(
        'eurasec endorse authority KG.MOH --as KG --name "Ministry of Health" --role health-ministry --signs-contracts',
      ),
    )
    .action(act(run));
};

async function run(session: Session, id: string, options: Options): Promise<void> {
  const { name, role: roles, signsContracts = false } = options;
  const root = await session.key('root');
  const statement = endorseAuthority(root, session.now(), {
    authority: { id, name, roles, signsContracts },
  });
  await deliver(session, statement, options, (one) => session.publicHub().submitStatement(one));
}
