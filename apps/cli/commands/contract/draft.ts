import { checkTerms, medicalCertificateContract, type MedicalParty } from '#contracts';
import { stateOf, type Instant } from '#kernel';
import { UsageError } from '../../shell/failure.ts';
import { jsonFile, writeNew } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { instant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { newestVersion, tellContract, type ContractFile } from './contract-file.ts';

type Options = {
  readonly id: string;
  readonly party: readonly string[];
  readonly from?: Instant;
  readonly until: Instant;
  readonly unfavourableBasis?: string;
  readonly includeEvidence?: boolean;
  readonly includeValid?: boolean;
  readonly newVersion?: boolean;
};

export const draftContract: Verb = (parent, act) => {
  parent
    .command('draft')
    .description('write a contract about medical certificates, to be edited and signed')
    .argument('<file>', 'to write')
    .requiredOption('--id <id>', 'small letters, digits and hyphens')
    .requiredOption('--party <authority...>', 'the health ministry of each party, like KG.MOH')
    .option('--from <instant>', 'in force from; default now', instant)
    .requiredOption('--until <instant>', 'in force until', instant)
    .option('--unfavourable-basis <law>', 'by which health ministries see unfavourable outcomes')
    .option('--include-evidence', 'share foreign documents too, as evidence')
    .option('--include-valid', 'share what is still valid when it takes effect')
    .option('--new-version', 'of the contract that the hub has under this id')
    .addHelpText(
      'after',
      examples(
        'eurasec contract draft kg-ru.json --id kg-ru --party KG.MOH RU.MOH --until 2028-12-31',
        'eurasec contract draft kg-ru-2.json --id kg-ru --party KG.MOH RU.MOH --until 2030-12-31 --new-version --as KG.MOH',
      ),
    )
    .action(act(run));
};

async function run(session: Session, file: string, options: Options): Promise<void> {
  const { id, party, from, until, unfavourableBasis, includeEvidence, includeValid } = options;
  const before = options.newVersion ? await newestVersion(session, id) : undefined;
  const document = medicalCertificateContract({
    id,
    parties: party.map(partyOf),
    validFrom: from ?? session.now(),
    validUntil: until,
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

function partyOf(health: string): MedicalParty {
  if (/^[A-Z]{2}(\.[A-Z0-9]{1,16}){1,2}$/.test(health)) return { state: stateOf(health), health };
  throw new UsageError('--party takes health ministries, like KG.MOH RU.MOH.');
}
