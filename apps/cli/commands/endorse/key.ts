import { endorseKey } from '#client';
import { later, type Instant, type KeyUse } from '#kernel';
import { UsageError } from '../../shell/failure.ts';
import { factsIn, factsOf } from '../../shell/public-key.ts';
import type { Session } from '../../shell/session.ts';
import { deliver, OFFLINE, type Offline } from '../../shell/statement.ts';
import { instant, participant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

type Options = Offline & {
  readonly holder?: string;
  readonly use?: string;
  readonly file?: string;
  readonly from?: Instant;
  readonly until?: Instant;
};

const TWO_YEARS = 2 * 365 * 24 * 3600;

export const endorseAKey: Verb = (parent, act) => {
  parent
    .command('key')
    .description("an authority's key, by the state's root; an agency's, by who licensed it")
    .option('--holder <participant>', 'whose key of the folder', participant)
    .option('--use <use>', 'which of them')
    .option('--file <file>', 'its public facts, where the key is elsewhere (keys show --json)')
    .option('--from <instant>', 'active from; default now', instant)
    .option('--until <instant>', 'active until; default two years later', instant)
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples(
        'eurasec endorse key --as KG --holder KG.MOH --use record',
        'eurasec endorse key --as KG --file KG.MOH-record.json --until 2027-12-31 --offline > statement.txt',
        'eurasec endorse key --as RU.MOL --holder RU.AGENCY1 --use request',
      ),
    )
    .action(act(run));
};

async function run(session: Session, options: Options): Promise<void> {
  const { holder, use, alg, jwk } = await keyIn(session, options);
  const at = session.now();
  const { from: validFrom = at, until: validUntil = later(validFrom, TWO_YEARS) } = options;
  const key = { holder, use: use as KeyUse, alg, jwk, validFrom, validUntil };
  const signer = await session.key(session.holder.includes('.') ? 'statement' : 'root');
  const statement = endorseKey(signer, at, { key });
  await deliver(session, statement, options, (one) => session.publicHub().submitStatement(one));
}

function keyIn(session: Session, { holder, use, file }: Options) {
  if (file !== undefined) return factsIn(session, file);
  if (holder && use) return factsOf(session, holder, use);
  throw new UsageError('Name the key with --holder and --use, or with --file.');
}
