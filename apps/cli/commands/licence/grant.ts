import { Option } from 'commander';
import { licenseAgency } from '#client';
import type { Session } from '../../shell/session.ts';
import { deliver, OFFLINE, type Offline } from '../../shell/statement.ts';
import { day, participant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

type Options = Offline & {
  readonly number: string;
  readonly name: string;
  readonly taxId?: string;
  readonly destination: readonly string[];
  readonly from?: string;
  readonly until: string;
  readonly feePolicy: 'NO_FEE' | 'CAPPED';
};

export const grantALicence: Verb = (parent, act) => {
  parent
    .command('grant')
    .description('an agency may recruit for these states on these days')
    .argument('<agency>', 'its id', participant)
    .requiredOption('--number <number>', 'of the licence')
    .requiredOption('--name <name>', 'the legal name of the agency')
    .option('--tax-id <number>', 'of the firm, never of a person: the register is public')
    .requiredOption('--destination <state...>', 'for which states it may recruit')
    .option('--from <day>', 'first day; default today', day)
    .requiredOption('--until <day>', 'last day', day)
    .addOption(
      new Option('--fee-policy <policy>', 'what workers pay')
        .choices(['NO_FEE', 'CAPPED'])
        .default('NO_FEE'),
    )
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples(
        'eurasec licence grant KG.AGENCY1 --as KG.MOL --number KG-0001 --name "Sample LLC" --tax-id 02712200610128 --destination RU --until 2027-12-31',
      ),
    )
    .action(act(run));
};

async function run(session: Session, agency: string, options: Options): Promise<void> {
  const key = await session.key('statement');
  const at = session.now();
  const { number, name, taxId, destination, from, until: validUntil, feePolicy } = options;
  const statement = licenseAgency(key, at, {
    act: 'LICENSE',
    agency,
    name,
    ...(taxId !== undefined && { taxId }),
    number,
    destinations: destination,
    validFrom: from ?? at.slice(0, 10),
    validUntil,
    feePolicy,
  });
  await deliver(session, statement, options, (one) => session.publicHub().submitStatement(one));
}
