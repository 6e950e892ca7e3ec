import { addAll, type AddingCall } from './calls.ts';
import type { Database, Decide } from './database.ts';
import type { Epochs } from './epochs.ts';
import type { Outcome } from './gathering.ts';

/** What changes rows is a transaction by itself. */
export type Change = {
  readonly manner: 'changing' | 'alone';
  readonly decide: Decide<unknown>;
};
export type Write = AddingCall<unknown> | Change;

/** In order. Neighbours that only add are one transaction; if that fails, it fails for them alone. */
export async function writeAll(
  database: Database,
  epochs: Epochs,
  writes: readonly Write[],
): Promise<Outcome<unknown>[]> {
  const outcomes: Outcome<unknown>[] = [];
  for (let at = 0; at < writes.length; at = outcomes.length) {
    const group = neighbours(writes.slice(at));
    try {
      outcomes.push(...(await write(database, epochs, group)));
    } catch (error) {
      const fails = () => {
        throw error;
      };
      outcomes.push(...group.map(() => fails));
    }
  }
  return outcomes;
}

async function write(
  database: Database,
  epochs: Epochs,
  group: readonly Write[],
): Promise<Outcome<unknown>[]> {
  const [first] = group;
  if (first && isChange(first)) {
    const result = await database.transaction(first.manner, first.decide);
    return [() => result];
  }
  const calls = group.filter((call) => !isChange(call)) as AddingCall<unknown>[];
  return database.transaction('adding', (read) => addAll(read, epochs, calls));
}

/** The first, or all that only add up to the next change. */
function neighbours(writes: readonly Write[]): readonly Write[] {
  const change = writes.findIndex(isChange);
  if (change === -1) return writes;
  return writes.slice(0, Math.max(change, 1));
}

const isChange = (write: Write): write is Change => 'decide' in write;
