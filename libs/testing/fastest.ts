/** Milliseconds of the fastest of five runs: what the work costs when nothing else disturbs it. */
export async function fastest(action: () => unknown): Promise<number> {
  const durations: number[] = [];
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    await action();
    durations.push(performance.now() - start);
  }
  return Math.min(...durations);
}
