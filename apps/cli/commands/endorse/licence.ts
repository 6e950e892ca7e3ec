import { Option } from 'commander';
import { changeLicence, licenseAgency } from '#client';
import { UsageError } from '../../shell/failure.ts';
import type { Session } from '../../shell/session.ts';
import { deliver, OFFLINE, type Offline } from '../../shell/statement.ts';
import { day, participant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

type Options = Offline & {
  readonly number: string;
  readonly name?: string;
  readonly destination?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly feePolicy: 'NO_FEE' | 'CAPPED';
  readonly suspend?: boolean;
  readonly restore?: boolean;
};

export const licenceVerbs: Verb = (parent, act) => {
  parent
    .command('licence')
    .description('license an agency, suspend the licence or restore it, by the authority in charge')
    .argument('<agency>', 'its id', participant)
    .requiredOption('--number <number>', 'of the licence')
    .option('--name <name>', 'of the agency')
    .option('--destination <state...>', 'for which states it may recruit')
    .option('--from <day>', 'first day; default today', day)
    .option('--until <day>', 'last day', day)
    .addOption(
      new Option('--fee-policy <policy>', 'what workers pay')
        .choices(['NO_FEE', 'CAPPED'])
        .default('NO_FEE'),
    )
    .addOption(new Option('--suspend', 'the licence').conflicts('restore'))
    .option('--restore', 'the licence')
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples(
        'eurasec endorse licence RU.AGENCY1 --as RU.MOL --number RU-0001 --name "Sample LLC" --destination RU --until 2027-12-31',
        'eurasec endorse licence RU.AGENCY1 --as RU.MOL --number RU-0001 --suspend',
      ),
    )
    .action(act(run));
};

async function run(session: Session, agency: string, options: Options): Promise<void> {
  const key = await session.key('statement');
  const at = session.now();
  const { number, suspend, restore } = options;
  const statement =
    suspend || restore
      ? changeLicence(key, at, { act: suspend ? 'SUSPEND' : 'RESTORE', agency, number })
      : licenseAgency(key, at, { act: 'LICENSE', agency, number, ...granted(session, options) });
  await deliver(session, statement, options, (one) => session.publicHub().submitStatement(one));
}

function granted(session: Session, { name, destination, from, until, feePolicy }: Options) {
  if (name === undefined || destination === undefined || until === undefined)
    throw new UsageError('A new licence takes --name, --destination and --until.');
  const validFrom = from ?? session.now().slice(0, 10);
  return { name, destinations: destination, validFrom, validUntil: until, feePolicy };
}
