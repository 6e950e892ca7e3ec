import { registerDemand } from '#client';
import { nameOf, type DemandDocument } from '#recruitment';
import { isObject } from '#signing';
import { UsageError } from '../../shell/failure.ts';
import { showReceipt } from '../../shell/receipt.ts';
import type { Session } from '../../shell/session.ts';
import { OFFLINE, type Offline } from '../../shell/statement.ts';
import { examples, type Verb } from '../../shell/verb.ts';

export const register: Verb = (parent, act) => {
  parent
    .command('register')
    .description('what an employer asks for, by the labour ministry where the work is')
    .argument('<file>', 'JSON; `eurasec sample demand` writes a draft; - for standard input')
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples(
        'eurasec sample demand --as RU.MOL > demand.json',
        'eurasec demand register demand.json --as RU.MOL',
      ) +
        '\nThe file holds the id of the demand, so that it is never registered twice: again, it is refused.\n',
    )
    .action(act(run));
};

async function run(session: Session, file: string, { offline }: Offline): Promise<void> {
  const document = await session.readJson(file);
  if (!isObject(document)) throw new UsageError(`${file} holds no demand.`);
  // What it really is, the hub says, which publishes the schema.
  const demand = { authority: session.holder, ...document } as unknown as DemandDocument;
  if (demand.id === undefined)
    throw new UsageError('The demand has no id: give it a UUID, and keep it.');
  const statement = registerDemand(await session.key('statement'), session.now(), { demand });
  if (offline) session.io.out(`${statement}\n`);
  else {
    const stored = await (await session.hub()).registerDemand(statement);
    await showReceipt(session, stored, { demand: nameOf(demand) });
  }
}
