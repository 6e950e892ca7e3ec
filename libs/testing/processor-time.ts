/**
 * Milliseconds of processor time that the work takes: unlike time by the clock, other work on the
 * machine does not lengthen it. A hundred thousand characters read in a time that grows with their
 * square take more than `QUADRATIC`, read in linear time less than a hundredth of it.
 */
export async function processorTime(action: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

export const QUADRATIC = 1_000;
