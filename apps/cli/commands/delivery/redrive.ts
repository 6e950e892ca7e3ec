import { openDeliveries, redriveDelivery, type HubClient, type OpenDelivery } from '#client';
import { UsageError } from '../../shell/failure.ts';
import type { Session } from '../../shell/session.ts';
import { recordId } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { openDelivery } from './open-deliveries.ts';

type Options = { readonly parked?: boolean; readonly stream?: string };
type Place = Pick<OpenDelivery, 'event' | 'stream'>;

export const redriveDeliveries: Verb = (parent, act) => {
  parent
    .command('redrive')
    .description('have a delivery made anew and sent again; those that it held back follow')
    .argument('[event]', 'its event, as list names it', recordId)
    .option('--parked', 'all that are parked')
    .option('--stream <stream>', 'where the event lies, as list says: it is not looked for then')
    .addHelpText(
      'after',
      `
Mend first what kept the national system from taking it: what fails again is parked again. What
was taken already is not handed on twice, so repeating the command is safe.
${examples(
  'eurasec delivery redrive <event> --as RU.MOH',
  'eurasec delivery redrive --parked --as RU.MOH',
)}`,
    )
    .action(act(redrive));
};

async function redrive(
  session: Session,
  event: string | undefined,
  { parked, stream }: Options,
): Promise<void> {
  if ((event === undefined) !== (parked ?? false))
    throw new UsageError('Say which delivery comes again: its event, or --parked for all of them.');
  const hub = await session.hub();
  const wanted = event === undefined ? await parkedAt(hub) : [await placeOf(hub, event, stream)];
  for (const one of wanted) {
    await redriveDelivery(hub, one);
    const { event: asked, stream: place } = one;
    session.show({ redriven: asked, stream: place }, `${asked} of ${place} comes again\n`);
  }
  if (wanted.length === 0) session.io.err('Nothing is parked.\n');
}

const placeOf = async (hub: HubClient, event: string, stream?: string): Promise<Place> =>
  stream === undefined ? (await openDelivery(hub, event)).delivery : { event, stream };

/** Known before the first is sent again: what fails again is not sent twice. */
async function parkedAt(hub: HubClient): Promise<readonly Place[]> {
  const parked: Place[] = [];
  for await (const one of openDeliveries(hub)) if (one.standing === 'PARKED') parked.push(one);
  return parked;
}
