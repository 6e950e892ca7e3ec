import { Option } from 'commander';
import { checkTerms, type LegalBasis } from '#contracts';
import type { Instant } from '#kernel';
import { UsageError } from '../../shell/failure.ts';
import { jsonFile, writeNew } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { instant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { newestVersion, tellContract, type ContractFile } from './contract-file.ts';
import { MATTERS, type Matter } from './matters.ts';

type Options = {
  readonly about: Matter;
  readonly id: string;
  readonly party: readonly string[];
  readonly from?: Instant;
  readonly until: Instant;
  readonly legalBasis?: readonly string[];
  readonly unfavourableBasis?: string;
  readonly includeEvidence?: boolean;
  readonly includeValid?: boolean;
  readonly newVersion?: boolean;
};

export const draftContract: Verb = (parent, act) => {
  parent
    .command('draft')
    .description('write a contract, to be edited and signed')
    .argument('<file>', 'to write')
    .requiredOption('--id <id>', 'small letters, digits and hyphens')
    .addOption(
      new Option('--about <matter>', 'what is shared')
        .choices(Object.keys(MATTERS))
        .default('medical-certificates'),
    )
    .requiredOption(
      '--party <authority...>',
      'who shares for each party: its health ministry, like KG.MOH; about recruitment its labour ministry, like KG.MOL',
    )
    .option('--from <instant>', 'in force from; default now', instant)
    .requiredOption('--until <instant>', 'in force until', instant)
    .option(
      '--legal-basis <word...>',
      'the act that the parties stand on: its name, number, date and country',
    )
    .option('--unfavourable-basis <law>', 'by which health ministries see unfavourable outcomes')
    .option('--include-evidence', 'share foreign documents too, as evidence')
    .option('--include-valid', 'share what is still valid when it takes effect')
    .option('--new-version', 'of the contract that the hub has under this id')
    .addHelpText(
      'after',
      examples(
        'eurasec contract draft kg-ru.json --id kg-ru --party KG.MOH RU.MOH --until 2028-12-31',
        'eurasec contract draft kg-ru-2.json --id kg-ru --party KG.MOH RU.MOH --until 2030-12-31 --new-version --as KG.MOH',
        'eurasec contract draft work.json --id kg-ru-work --about organised-recruitment --party KG.MOL RU.MOL --until 2028-12-31 --legal-basis "Sample agreement" 12 2026-05-29 KG',
      ),
    )
    .action(act(run));
};

async function run(session: Session, file: string, options: Options): Promise<void> {
  const { about, id, party, from, until, legalBasis = [] } = options;
  const { unfavourableBasis, includeEvidence, includeValid } = options;
  const before = options.newVersion ? await newestVersion(session, id) : undefined;
  const document = MATTERS[about]({
    id,
    authorities: party.map(authorityOf),
    validFrom: from ?? session.now(),
    validUntil: until,
    legalBasis: legalBasis.length > 0 ? [actOf(legalBasis)] : [],
    ...(before && { version: before.version + 1, previous: before.hash }),
    ...(unfavourableBasis !== undefined && { unfavourableBasis }),
    ...(includeEvidence && { includeEvidence }),
    ...(includeValid && { includeValid }),
  });
  checkTerms(document);
  const contract: ContractFile = { document, signatures: [] };
  await writeNew(file, jsonFile(contract));
  tellContract(session, contract);
}

function authorityOf(word: string): string {
  if (/^[A-Z]{2}(\.[A-Z0-9]{1,16}){1,2}$/.test(word)) return word;
  throw new UsageError('--party takes authorities, like KG.MOH RU.MOH.');
}

function actOf(words: readonly string[]): LegalBasis {
  const [act = '', number = '', date = '', country = '', ...more] = words;
  const fits = /^\d{4}-\d\d-\d\d$/.test(date) && /^[A-Z]{2}$/.test(country) && more.length === 0;
  if (fits) return { act, number, date, country };
  throw new UsageError(
    '--legal-basis takes four words: "Name of the act" 12 2026-05-29 KG; more acts are added in the file.',
  );
}
