import { suspendContract, terminateContract } from '#client';
import type { Instant } from '#kernel';
import { showReceipt } from '../../shell/receipt.ts';
import type { Session } from '../../shell/session.ts';
import { inSeconds, instant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { agreedVersion } from './contract-file.ts';

/** The hub asks for a margin, 60 seconds by default, so that every part of it knows in time (architecture §8). */
const SOON = 90;

type Suspension = { readonly from?: Instant; readonly until?: Instant };
type Termination = { readonly from?: Instant };

export const suspendAContract: Verb = (parent, act) => {
  parent
    .command('suspend')
    .description('no exchange under it for a time; any party may')
    .argument('<id>')
    .option('--from <instant>', `default in ${SOON} seconds`, instant)
    .option('--until <instant>', 'default until its end', instant)
    .addHelpText(
      'after',
      examples('eurasec contract suspend kg-ru --as RU.MOH --until 2027-06-30T00:00:00Z'),
    )
    .action(
      act(async (session: Session, id: string, { from, until }: Suspension) => {
        const statement = suspendContract(await session.key('statement'), session.now(), {
          ...(await named(session, id, from)),
          ...(until && { effectiveUntil: until }),
        });
        await showReceipt(session, await (await session.hub()).suspendContract(id, statement));
      }),
    );
};

export const terminateAContract: Verb = (parent, act) => {
  parent
    .command('terminate')
    .description('end it; what was exchanged keeps its life: revocations still arrive')
    .argument('<id>')
    .option('--from <instant>', `default in ${SOON} seconds`, instant)
    .addHelpText('after', examples('eurasec contract terminate kg-ru --as RU.MOH'))
    .action(
      act(async (session: Session, id: string, { from }: Termination) => {
        const statement = terminateContract(
          await session.key('statement'),
          session.now(),
          await named(session, id, from),
        );
        await showReceipt(session, await (await session.hub()).terminateContract(id, statement));
      }),
    );
};

async function named(session: Session, id: string, from: Instant | undefined) {
  const { version, hash } = await agreedVersion(session, id);
  const effectiveFrom = from ?? inSeconds(session.now(), SOON);
  return { contract: id, version, hash, effectiveFrom };
}
