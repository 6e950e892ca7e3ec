import type { Session } from '../shell/session.ts';
import { wholeNumber } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

type Options = { readonly count: number };

export const statusList: Verb = (parent, act) => {
  group(parent, 'status-list', "an issuer's status list")
    .command('allocate')
    .description(
      'random indices for clearances that are signed elsewhere; eurasec issue does it itself',
    )
    .requiredOption('--count <number>', 'how many', wholeNumber(1, 10_000))
    .addHelpText('after', examples('eurasec status-list allocate --as KG.MOH --count 100'))
    .action(
      act(async (session: Session, { count }: Options) => {
        const hub = await session.hub();
        const { uri, indices } = await hub.allocateStatusIndices(session.holder, count);
        session.show({ uri, indices }, `${uri}\n${indices.map((one) => `${one}\n`).join('')}`);
      }),
    );
};
