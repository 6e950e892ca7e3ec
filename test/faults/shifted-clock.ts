/**
 * A clock that can be put forward, in a process that loads this before all else (`node --import`): it reads its offset in
 * milliseconds from the file that SHIFTED_CLOCK names, when it starts and at each SIGUSR2.
 */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { shiftClock } from './shift-clock.ts';

const file = process.env['SHIFTED_CLOCK'];
if (file !== undefined && isMainThread) {
  const read = () => shiftClock(Number(readFileSync(file, 'utf8')));
  read();
  process.on('SIGUSR2', read);
}
