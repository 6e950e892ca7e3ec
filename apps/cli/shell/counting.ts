import { SingleBar } from 'cli-progress';
import type { Io } from './io.ts';

/** How far something long has come. */
export type Counting = { to(count: number): void; end(): void };

/** Milliseconds between two counts that a person is shown: a terminal is slow. */
const SHOWN_EVERY = 100;

/** For a person who watches, a bar, or a count where the end is not known; nothing for anybody else. */
export function countingOf(io: Io, what: string, total?: number): Counting {
  if (!io.isWatched) return { to: () => undefined, end: () => undefined };
  const format = total ? `{bar} {value} of {total} ${what}` : `{value} ${what}`;
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true });
  bar.start(total ?? 0, 0);
  let shown = 0;
  return {
    to(count) {
      const now = performance.now();
      if (now - shown < SHOWN_EVERY) return;
      shown = now;
      bar.update(count);
    },
    end: () => bar.stop(),
  };
}
