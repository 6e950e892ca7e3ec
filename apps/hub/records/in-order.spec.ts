import fc from 'fast-check';
import { inOrder } from './in-order.ts';

type Job = { name: number; key: string };

describe('jobs of a batch', () => {
  test('answer in input order, overlap, and keep the order of each key', () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        async (scheduler, keys, width) => {
          const jobs: Job[] = keys.map((key, name) => ({ name, key }));
          const started: Job[] = [];
          let running = 0;
          let most = 0;
          const results = inOrder(jobs, {
            width,
            keysOf: ({ key }) => [key],
            run: async (job) => {
              started.push(job);
              most = Math.max(most, ++running);
              await scheduler.schedule(Promise.resolve());
              running--;
              return job.name;
            },
          });
          const seen: number[] = [];
          const reading = (async () => {
            for await (const name of results) seen.push(name);
          })();
          await scheduler.waitFor(reading);
          expect(seen).toEqual(jobs.map(({ name }) => name));
          expect(most).toBeLessThanOrEqual(width);
          for (const key of ['a', 'b', 'c']) {
            const names = started.filter((job) => job.key === key).map(({ name }) => name);
            expect(names).toEqual([...names].sort((one, other) => one - other));
          }
        },
      ),
      { numRuns: 300 },
    ));

  test('do overlap where their keys differ', async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    };
    for await (const _ of inOrder([1, 2, 3], { width: 3, keysOf: (job) => [String(job)], run }));
    expect(most).toBe(3);
  });

  test('a failed job fails the reading where its turn comes, and no later one is lost silently', async () => {
    const seen: number[] = [];
    const reading = (async () => {
      const run = async (job: number) => {
        if (job === 2) throw new Error('second');
        return job;
      };
      for await (const one of inOrder([1, 2, 3], { width: 3, keysOf: () => ['k'], run }))
        seen.push(one);
    })();
    await expect(reading).rejects.toThrow('second');
    expect(seen).toEqual([1]);
  });
});
