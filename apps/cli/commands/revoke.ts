import { Option } from 'commander';
import { REVOCATION_REASONS, type RevocationReason } from '#certificates';
import { revoke as signRevocation } from '#client';
import type { Instant } from '#kernel';
import { showReceipt } from '../shell/receipt.ts';
import { DIGEST, referenceTo, type Digest } from '../shell/record.ts';
import type { Session } from '../shell/session.ts';
import { instant, recordId } from '../shell/values.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = Digest & { readonly reason: RevocationReason; readonly effectiveFrom?: Instant };

export const revoke: Verb = (parent, act) => {
  parent
    .command('revoke')
    .description('a certificate counts no more; everybody who got it is told')
    .argument('<id>', 'of a record that the acting ministry issued', recordId)
    .addOption(
      new Option('--reason <code>', 'never a diagnosis')
        .choices(REVOCATION_REASONS)
        .makeOptionMandatory(),
    )
    .option(
      '--effective-from <instant>',
      'also before now, back to the issue; default now',
      instant,
    )
    .option(...DIGEST)
    .addHelpText('after', examples('eurasec revoke <id> --as KG.MOH --reason CLERICAL_ERROR'))
    .action(act(run));
};

async function run(session: Session, id: string, options: Options): Promise<void> {
  const { reason, effectiveFrom, digest } = options;
  const hub = await session.hub();
  const record = await referenceTo(hub, session.holder, id, digest);
  const statement = signRevocation(await session.key('statement'), session.now(), {
    record,
    reason,
    ...(effectiveFrom && { effectiveFrom }),
  });
  await showReceipt(session, await hub.revoke(record.issuer, id, statement));
}
