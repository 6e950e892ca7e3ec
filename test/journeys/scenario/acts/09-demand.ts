import { randomUUID } from 'node:crypto';
import { licenseAgency, registerDemand } from '#client';
import { dayOf } from '#kernel';
import { nameOf } from '#recruitment';
import { until } from '#testing';
import type { Cast } from '../cast.ts';
import {
  bricklayers,
  move,
  openCase,
  own,
  recruitmentBetween,
  standingOf,
} from '../recruitment.ts';
import type { Story } from '../story.ts';
import { AGENCY } from '../way.ts';
import { conclude, propose } from './02-contract.ts';

/** Who wants to build in Moscow. */
const BUILDERS = ['first', 'second', 'third', 'fourth', 'fifth'].map((one) => `${one} builder`);

/** A builder in Russia asks for three bricklayers from Kyrgyzstan; five come forward. */
export async function demand(story: Story, cast: Cast): Promise<void> {
  story.act('Recruitment: a demand and five candidates');
  const document = recruitmentBetween(cast, 'KG', 'RU');
  await story.step('KG.MOH', 'proposes a contract on recruitment with Russia', 'proposed', () =>
    propose(cast, document),
  );
  await conclude(story, cast, document);
  await story.step('KG.MOL', `licenses ${AGENCY} for Russia, on the register`, 'ACTIVE', () =>
    license(cast),
  );
  const asked = bricklayers(randomUUID(), 'KG', 3);
  cast.demand = asked;
  await story.step('RU.MOL', 'registers a demand for 3 bricklayers', 'OPEN, 3 free', async () => {
    const statement = registerDemand(await cast.key('RU.MOL', 'statement'), cast.now(), {
      demand: asked,
    });
    await (await cast.client('RU.MOL')).registerDemand(statement);
    return standingOf(cast, asked);
  });
  await story.step("KG.MOL's system", 'has the demand', 'delivered', async () => {
    await until(() => cast.told('KG.MOL').some(({ demand: one }) => one?.id === asked.id));
    return 'delivered';
  });
  await story.step(AGENCY, 'finds it on the board', '3 places for ISCO 7112', async () => {
    const { demands } = await (await cast.client(AGENCY)).demands({ destination: 'RU' });
    return demands.map((one) => `${one.free} places for ISCO ${one.document.occupation}`).join();
  });
  await candidates(story, cast);
  await selections(story, cast);
}

/** A licence, and keys that the ministry endorses for whom it licensed. */
async function license(cast: Cast): Promise<string> {
  const at = cast.now();
  const hub = await cast.client('KG.MOL');
  const statement = licenseAgency(await cast.key('KG.MOL', 'statement'), at, {
    ...{ act: 'LICENSE', agency: AGENCY, name: 'Sample Builders Abroad LLC' },
    ...{ number: 'KG-0002', destinations: ['RU'], feePolicy: 'NO_FEE' },
    ...{ validFrom: dayOf(at), validUntil: '2099-12-31' },
  });
  await hub.submitStatement(statement);
  for (const use of ['statement', 'request'] as const)
    cast.stage.keep(
      await cast.endorsed(AGENCY, use, { by: await cast.key('KG.MOL', 'statement') }),
    );
  return standingOfLicence(cast);
}

/** As anybody reads the public register. */
export async function standingOfLicence(cast: Cast): Promise<string> {
  const { agencies } = await (await cast.client('RU.MOL')).agencies({ state: 'KG' });
  return agencies.find(({ id }) => id === AGENCY)?.licences[0]?.status ?? 'none';
}

async function candidates(story: Story, cast: Cast): Promise<void> {
  await story.step(
    'KG.MOL',
    'opens the cases of five workers, each with consent',
    '5',
    async () => {
      for (const [index, name] of BUILDERS.entries()) {
        const certificate = await cast.push(name, 100 + index);
        const registrar = { by: AGENCY, capacity: 'AGENCY_ORIGIN' } as const;
        cast.candidates.set(name, await openCase(cast, certificate, registrar));
      }
      return `${cast.candidates.size}`;
    },
  );
  for (const authority of ['RU.MOL', 'RU.MIA'])
    await story.step(`${authority}'s system`, 'has all five', 'delivered', async () => {
      for (const name of BUILDERS)
        await cast.arrived(authority, cast.candidate(name), 'CaseOpened');
      return 'delivered';
    });
}

async function selections(story: Story, cast: Cast): Promise<void> {
  const name = nameOf(cast.demand!);
  await story.step(AGENCY, 'shortlists all five', 'SHORTLISTED', async () => {
    const said = { step: 'Shortlisted', demand: name, actor: own('AGENCY_ORIGIN') } as const;
    return each(BUILDERS, (one) => move(cast, AGENCY, cast.candidate(one), said));
  });
  await story.step('RU.AGENCY1', 'selects three for the employer', 'SELECTED', () =>
    each(BUILDERS.slice(0, 3), (one) => select(cast, one)),
  );
  await story.step(
    'RU.AGENCY1',
    'selects a fourth: every place is taken',
    'RULE_DEMAND_NOT_OPEN',
    () => select(cast, 'fourth builder'),
  );
  await story.step('RU.MOL', 'looks at the demand', 'FILLED, 0 free', () =>
    standingOf(cast, cast.demand!),
  );
}

export const select = (cast: Cast, name: string): Promise<string> =>
  move(cast, 'RU.AGENCY1', cast.candidate(name), {
    ...{ step: 'Selected', actor: own('AGENCY_DESTINATION') },
  });

/** What came of it for each, once where it is the same for all. */
export async function each(
  names: readonly string[],
  act: (name: string) => Promise<string>,
): Promise<string> {
  const seen = new Set<string>();
  for (const name of names) seen.add(await act(name));
  return [...seen].join(', ');
}
