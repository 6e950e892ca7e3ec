import { Option } from 'commander';
import { openDeliveries, type OpenDelivery } from '#client';
import type { Session } from '../../shell/session.ts';
import { table } from '../../shell/table.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { STANDINGS, type Standing } from './open-deliveries.ts';

type Options = { readonly standing?: Standing };

const MEANINGS = Object.entries(STANDINGS)
  .map(([standing, meaning]) => `  ${standing.padEnd(7)}  ${meaning}\n`)
  .join('');

export const listDeliveries: Verb = (parent, act) => {
  parent
    .command('list')
    .description('deliveries to the acting authority that have no answer for good, oldest first')
    .addOption(
      new Option('--standing <standing>', 'only those that stand so').choices(
        Object.keys(STANDINGS),
      ),
    )
    .addHelpText(
      'after',
      `\nHow a delivery stands:\n${MEANINGS}${examples(
        'eurasec delivery list --as RU.MOH',
        'eurasec delivery list --as RU.MOH --standing PARKED --json',
      )}`,
    )
    .action(act(list));
};

async function list(session: Session, { standing }: Options): Promise<void> {
  const hub = await session.hub();
  const found: OpenDelivery[] = [];
  for await (const one of openDeliveries(hub)) {
    if (standing !== undefined && one.standing !== standing) continue;
    if (session.options.json) session.io.out(`${JSON.stringify(one)}\n`);
    else found.push(one);
  }
  if (!session.options.json) session.io.out(told(found, session.holder));
}

function told(found: readonly OpenDelivery[], authority: string): string {
  const of = (standing: Standing) => found.filter((one) => one.standing === standing).length;
  const count = `${of('PARKED')} parked, ${of('HELD')} held back, ${of('UNHEARD')} not heard of`;
  if (found.length === 0) return `Nothing that went to ${authority} is open: ${count}.\n`;
  const next =
    of('PARKED') > 0
      ? `\nWhat is parked comes again when you ask, once its cause is mended:\n  eurasec delivery redrive --parked --as ${authority}\n`
      : '';
  return `${authority}: ${count}\n\n${table([COLUMNS, ...found.map(row)])}${next}`;
}

const COLUMNS = ['standing', 'since', 'reason', 'what', 'event', 'stream'];

/** The stream is last: it may be of any length. */
const row = (one: OpenDelivery): string[] => [
  one.standing,
  one.since ?? one.recordedAt,
  one.reason ?? '',
  one.type,
  one.event,
  one.stream,
];
