import type { Axes, DemandsFilter, DemandState, HubClient } from '#client';
import { nameOf, type DemandReference } from '#recruitment';
import type { Session } from '../../shell/session.ts';
import { facts, table } from '../../shell/table.ts';
import { demandName, instant } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

type Listing = Pick<DemandsFilter, 'destination' | 'origin' | 'occupation'> & {
  readonly all?: boolean;
};

export const list: Verb = (parent, act) => {
  parent
    .command('list')
    .description('what employers ask for now, as far as the asker may see it')
    .option('--destination <state>', 'where the work is')
    .option('--origin <state>', 'where workers are asked from')
    .option('--occupation <code>', 'ISCO-08, four digits or the first of them')
    .option('--all', 'closed and refused ones too')
    .addHelpText(
      'after',
      examples('eurasec demand list --as KG.AGENCY1 --destination RU --occupation 7112'),
    )
    .action(act(listAll));
};

async function listAll(session: Session, { all, ...filter }: Listing): Promise<void> {
  const hub = await session.hub();
  const found: DemandState[] = [];
  for await (const one of everyPage(hub, { ...filter, ...(all && { status: 'ALL' }) }))
    if (session.options.json) session.io.out(`${JSON.stringify(one)}\n`);
    else found.push(one);
  if (session.options.json) return;
  session.io.out(found.length > 0 ? table([COLUMNS, ...found.map(row)]) : 'No demands.\n');
}

async function* everyPage(hub: HubClient, filter: DemandsFilter): AsyncGenerator<DemandState> {
  let after: string | undefined;
  do {
    const page = await hub.demands({ ...filter, ...(after !== undefined && { after }) });
    yield* page.demands;
    after = page.next;
  } while (after !== undefined);
}

const COLUMNS = ['demand', 'status', 'free', 'of', 'work', 'from', 'region', 'wage', 'employer'];

const row = (one: DemandState): readonly string[] => {
  const { headcount, occupation, origins, region, wage, employer } = one.document;
  return [
    ...[nameOf(one), one.status, `${one.free}`, `${headcount}`, occupation, origins.join(' ')],
    ...[region, wageOf(wage), employer.name],
  ];
};

const wageOf = ({ amount, currency, period }: DemandState['document']['wage']): string =>
  `${amount} ${currency}/${period.toLowerCase()}`;

export const show: Verb = (parent, act) => {
  parent
    .command('show')
    .description('one demand, and how many of its places are free')
    .argument('<demand>', 'its name, like RU.MOL-<uuid>', demandName)
    .option('--valid-at <instant>', 'in effect then', instant)
    .option('--known-at <instant>', 'as the hub had been told by then', instant)
    .addHelpText('after', examples('eurasec demand show RU.MOL-<uuid> --as KG.MOL'))
    .action(act(showOne));
};

async function showOne(session: Session, demand: DemandReference, axes: Axes): Promise<void> {
  const one = await (await session.hub()).demand(demand, axes);
  const { document } = one;
  session.show(one, () =>
    facts({
      demand: nameOf(one),
      status: one.status,
      'free places': `${one.free} of ${document.headcount}`,
      'work (ISCO-08)': document.occupation,
      where: document.region,
      'workers from': document.origins.join(' '),
      wage: wageOf(document.wage),
      housing: document.housing,
      'for months': document.contractMonths,
      'last day': document.validUntil,
      employer: document.employer.name,
    }),
  );
}
