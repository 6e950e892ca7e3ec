import { Stage } from '../stage/stage.ts';
import { play } from './scenario/scenario.ts';
import { isAsTold, Story, type Step } from './scenario/story.ts';

describe('the story of five states', () => {
  let steps: readonly Step[];
  beforeAll(async () => {
    const stage = await Stage.start();
    steps = await play(stage).finally(() => stage.close());
  }, 240_000);

  test('comes out as it is told', () =>
    expect(steps.filter((step) => !isAsTold(step))).toEqual([]));

  test('is told whole', () =>
    expect([...new Set(steps.map(({ act }) => act))]).toEqual([
      'Founding',
      'Contract',
      'Pushing',
      'Delivery',
      'Revocation and supersession',
      'Verification',
      'The contract ends, and another begins',
      'A compromised key',
      'Recruitment: a demand and five candidates',
      'Recruitment: abroad and back',
      'Recruitment: a patent',
      'Recruitment: what stops a worker',
      'A worker is erased',
      'Audit',
      'A dishonest operator',
      'What is left on disk',
    ]));
});

describe('a story', () => {
  test('shows a step that came out otherwise, and goes on', async () => {
    const told: Step[] = [];
    const story = new Story((step) => told.push(step));
    await story.step('hub', 'answers', '201', async () => Promise.resolve('200'));
    await story.step('hub', 'breaks', '201', () => Promise.reject(new Error('broken')));
    await story.step('hub', 'answers again', '201', async () => Promise.resolve('201'));
    expect(told.map(isAsTold)).toEqual([false, false, true]);
    expect(told[1]!.seen).toBe('Error: broken');
    expect(story.steps).toEqual(told);
  });
});
