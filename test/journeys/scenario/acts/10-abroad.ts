import type { Cast } from '../cast.ts';
import type { Story } from '../story.ts';
import { until } from '#testing';
import { ABROAD_AND_BACK, UP_TO_DEPARTURE, walk, walkAll } from '../way.ts';
import { each } from './09-demand.ts';

/** A worker on the whole way: every step is signed by whom it is for, and told to the authorities of the other state. */
export async function abroad(story: Story, cast: Cast): Promise<void> {
  story.act('Recruitment: abroad and back');
  const builder = cast.candidate('first builder');
  for (const step of UP_TO_DEPARTURE)
    await story.step(step.by, step.what, step.to, () => walk(cast, builder, step));
  await story.step('the other two', 'go the same way', 'PERMITTED', () =>
    each(['second builder', 'third builder'], (name) =>
      walkAll(cast, cast.candidate(name), UP_TO_DEPARTURE),
    ),
  );
  for (const step of ABROAD_AND_BACK)
    await story.step(step.by, step.what, step.to, () => walk(cast, builder, step));
  for (const authority of ['RU.MOL', 'RU.MIA'])
    await story.step(`${authority}'s system`, 'was told of every step, in order', TOLD, () =>
      toldOf(cast, authority),
    );
  await story.step('TJ and BY', 'get nothing: no contract names them', '0 documents', async () =>
    Promise.resolve(
      `${['TJ', 'BY'].reduce((sum, state) => sum + cast.stage.nationalSystem(state).effects.size, 0)} documents`,
    ),
  );
}

const TOLD = 'SHORTLISTED … RETURNED, 15 steps';

async function toldOf(cast: Cast, authority: string): Promise<string> {
  const told = () =>
    cast
      .documents(authority, cast.candidate('first builder'))
      .filter(({ event }) => event.type === 'CaseTransitioned')
      .map(({ facts }) => String(facts!['to']));
  await until(() => told().at(-1) === 'RETURNED');
  return `${told()[0]} … ${told().at(-1)}, ${told().length} steps`;
}
