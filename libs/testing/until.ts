import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `condition` holds; after `patience` milliseconds throws an error that quotes it. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  patience = 30_000,
): Promise<void> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`never came true: ${condition}`);
    await sleep(5);
  }
}
