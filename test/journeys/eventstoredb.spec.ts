import { StandIn } from '#testing/eventstoredb';
import { Stage } from '../stage/stage.ts';
import { ACTS_ON_ANY_STORE, play } from './scenario/scenario.ts';
import { isAsTold } from './scenario/story.ts';

test('the story of five states comes out as it is told with both logs on EventStoreDB', async () => {
  const [events, accesses] = [await StandIn.start(), await StandIn.start()];
  const environment = { EVENT_STORE_URL: events.url, ACCESS_LOG_URL: accesses.url };
  const stage = await Stage.start({ environment });
  const steps = await play(stage, undefined, ACTS_ON_ANY_STORE).finally(() => stage.close());
  expect(steps.filter((step) => !isAsTold(step))).toEqual([]);
  expect(new Set(steps.map(({ act }) => act)).size).toBe(ACTS_ON_ANY_STORE.length);
  const streams = (standIn: StandIn) => standIn.log.all.map(({ stream }) => stream.split('-')[0]);
  expect(streams(events)).toContain('certificate');
  expect(streams(events)).not.toContain('access');
  expect(new Set(streams(accesses))).toEqual(new Set(['$users', 'access', 'notary']));
  await events.close();
  await accesses.close();
}, 240_000);
