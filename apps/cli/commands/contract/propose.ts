import type { Session } from '../../shell/session.ts';
import { showReceipt } from '../../shell/receipt.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { readContract } from './contract-file.ts';

export const proposeContract: Verb = (parent, act) => {
  parent
    .command('propose')
    .description('lay a contract before the parties, exactly as it will be signed')
    .argument('<file>')
    .addHelpText('after', examples('eurasec contract propose kg-ru.json --as KG.MOH'))
    .action(
      act(async (session: Session, file: string) => {
        const { document } = await readContract(session, file);
        const { hash, ...stored } = await (await session.hub()).proposeContract(document);
        await showReceipt(session, stored, { contract: document.id, hash });
      }),
    );
};
