import { Option } from 'commander';
import { closeDemand, refuseDemand, reserveQuota } from '#client';
import { DEMAND_CLOSURES, DEMAND_REFUSALS, type DemandReference } from '#recruitment';
import type { Session } from '../../shell/session.ts';
import { deliver, OFFLINE, type Offline } from '../../shell/statement.ts';
import { demandName } from '../../shell/values.ts';
import { examples, type Verb } from '../../shell/verb.ts';

const NAME = ['<demand>', 'its name, like RU.MOL-<uuid>', demandName] as const;

type Reserving = Offline & { readonly category: string; readonly reference: string };
type Because<Reason> = Offline & { readonly reason: Reason };

export const quota: Verb = (parent, act) => {
  parent
    .command('quota')
    .description('its places are reserved in the quota of the state; then it opens')
    .argument(...NAME)
    .requiredOption('--category <code>', 'of the quota; docs/recruitment.md lists them')
    .requiredOption('--reference <text>', "of the reservation in the state's own books")
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples(
        'eurasec demand quota KZ.MOL-<uuid> --as KZ.MOL --category CATEGORY_4 --reference Q-2026/17',
      ),
    )
    .action(act(reserve));
};

async function reserve(session: Session, demand: DemandReference, options: Reserving) {
  const { category, reference } = options;
  const said = { demand, category, reference };
  const statement = reserveQuota(await session.key('statement'), session.now(), said);
  await deliver(session, statement, options, async (one) =>
    (await session.hub()).reserveQuota(demand, one),
  );
}

export const close: Verb = (parent, act) => {
  parent
    .command('close')
    .description('nobody more is selected for it; who was selected stays')
    .argument(...NAME)
    .addOption(new Option('--reason <code>').choices(DEMAND_CLOSURES).makeOptionMandatory())
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples('eurasec demand close RU.MOL-<uuid> --as RU.MOL --reason POSITION_WITHDRAWN'),
    )
    .action(act(closeIt));
};

async function closeIt(
  session: Session,
  demand: DemandReference,
  options: Because<(typeof DEMAND_CLOSURES)[number]>,
) {
  const said = { demand, reason: options.reason };
  const statement = closeDemand(await session.key('statement'), session.now(), said);
  await deliver(session, statement, options, async (one) =>
    (await session.hub()).closeDemand(demand, one),
  );
}

export const refuse: Verb = (parent, act) => {
  parent
    .command('refuse')
    .description('it is not opened, and the employer is told why')
    .argument(...NAME)
    .addOption(new Option('--reason <code>').choices(DEMAND_REFUSALS).makeOptionMandatory())
    .option(...OFFLINE)
    .addHelpText(
      'after',
      examples('eurasec demand refuse KZ.MOL-<uuid> --as KZ.MOL --reason QUOTA_EXHAUSTED'),
    )
    .action(act(refuseIt));
};

async function refuseIt(
  session: Session,
  demand: DemandReference,
  options: Because<(typeof DEMAND_REFUSALS)[number]>,
) {
  const said = { demand, reason: options.reason };
  const statement = refuseDemand(await session.key('statement'), session.now(), said);
  await deliver(session, statement, options, async (one) =>
    (await session.hub()).refuseDemand(demand, one),
  );
}
