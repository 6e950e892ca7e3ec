import { randomUUID } from 'node:crypto';
import { plusDays } from '#credentials';
import { stateOf } from '#kernel';
import type { DemandDocument } from '#recruitment';
import { jsonFile } from '../../shell/files.ts';
import type { Session } from '../../shell/session.ts';
import { examples, type Verb } from '../../shell/verb.ts';

export const sampleDemand: Verb = (parent, act) => {
  parent
    .command('demand')
    .description(
      'three bricklayers from KG for a builder that does not exist, to edit and register',
    )
    .addHelpText('after', examples('eurasec sample demand --as RU.MOL > demand.json'))
    .action(act(run));
};

function run(session: Session): Promise<void> {
  const authority = session.options.as ?? 'RU.MOL';
  const demand: DemandDocument = {
    authority,
    id: randomUUID(),
    employer: { register: 'INN', number: '7700000001', name: 'Sample Builders', industry: 'F4100' },
    destination: stateOf(authority),
    region: 'RU-MOW',
    origins: ['KG'],
    occupation: '7112',
    headcount: 3,
    sex: { asked: 'ANY' },
    wage: { amount: 120_000, currency: 'RUB', period: 'MONTH' },
    hoursPerWeek: 40,
    housing: 'PROVIDED',
    contractMonths: 12,
    isSeasonal: false,
    validUntil: plusDays(session.now().slice(0, 10), 180),
  };
  session.io.out(jsonFile(demand));
  return Promise.resolve();
}
