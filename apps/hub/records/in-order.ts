/**
 * Runs jobs a few at a time and yields their results in input order. Jobs that share a key run one after
 * the other, in input order; others may overlap. At most `width` results wait in memory.
 */
export async function* inOrder<Job, Result>(
  jobs: Iterable<Job>,
  {
    width,
    keysOf,
    run,
  }: {
    readonly width: number;
    keysOf(job: Job): readonly string[];
    run(job: Job): Promise<Result>;
  },
): AsyncGenerator<Result> {
  const last = new Map<string, Promise<unknown>>();
  const window: Promise<Result>[] = [];
  for (const job of jobs) {
    const keys = keysOf(job);
    const earlier = keys.flatMap((key) => last.get(key) ?? []);
    const result =
      earlier.length === 0 ? run(job) : Promise.allSettled(earlier).then(() => run(job));
    result.catch(() => undefined); // Whoever awaits it hears of the failure; nobody else must.
    for (const key of keys) last.set(key, result);
    window.push(result);
    if (window.length === width) yield await window.shift()!;
  }
  while (window.length > 0) yield await window.shift()!;
}
