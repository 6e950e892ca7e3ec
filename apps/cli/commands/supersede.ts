import { checkCertificate } from '#client';
import { isObject } from '#signing';
import { UsageError } from '../shell/failure.ts';
import { Issuer, NO_SEAL } from '../shell/issuer.ts';
import { showReceipt } from '../shell/receipt.ts';
import { DIGEST, referenceTo, type Digest } from '../shell/record.ts';
import type { Session } from '../shell/session.ts';
import { recordId } from '../shell/values.ts';
import { examples, type Verb } from '../shell/verb.ts';

type Options = Digest & { readonly corrected?: boolean; readonly seal: boolean };

export const supersede: Verb = (parent, act) => {
  parent
    .command('supersede')
    .description('sign and push a certificate in place of an earlier one')
    .argument('<id>', 'of the record that it replaces', recordId)
    .argument('<claims>', 'JSON file with everything that the new one says')
    .option('--corrected', 'the earlier one was wrong, not only old')
    .option(...DIGEST)
    .option(...NO_SEAL)
    .addHelpText('after', examples('eurasec supersede <id> claims.json --as KG.MOH --corrected'))
    .action(act(run));
};

async function run(session: Session, id: string, file: string, options: Options): Promise<void> {
  const { corrected, digest: given, seal } = options;
  const draft = await session.readJson(file);
  if (!isObject(draft)) throw new UsageError(`${file} does not hold the claims of a certificate.`);
  const hub = await session.hub();
  const { digest } = await referenceTo(hub, session.holder, id, given);
  const supersedes = { id, digest, ...(corrected && { reason: 'CORRECTED' as const }) };
  const certificate = checkCertificate({ ...draft, supersedes }, session.now());
  const [push] = await (await Issuer.of(session, hub, seal)).issue([certificate]);
  await showReceipt(session, await hub.pushCertificate(push!), { id: certificate.id });
}
