import { SingleBar } from 'cli-progress';
import type { Io } from './io.ts';

export type Progress = { advance(refused: boolean): void; end(): void };

const SILENT: Progress = { advance: () => undefined, end: () => undefined };

/** A bar for a person who watches; nothing for anybody else. Shows counts only. */
export function progressOf(io: Io, total: number): Progress {
  if (!io.isWatched || total < 2) return SILENT;
  const bar = new SingleBar({
    format: '{bar} {value} of {total} · {refused} refused',
    hideCursor: true,
    clearOnComplete: true,
  });
  let count = 0;
  bar.start(total, 0, { refused: 0 });
  return {
    advance(refused) {
      if (refused) count += 1;
      bar.increment({ refused: count });
    },
    end: () => bar.stop(),
  };
}
