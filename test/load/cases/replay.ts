import type { BenchedHub } from '../benched-hub.ts';
import { median, type Bench, type Case } from '../case.ts';
import { sqliteScanFloor } from '../floors/sqlite-scan.ts';
import { load } from '../load.ts';

const ROUNDS = 3;

/** An auditor reads everything over HTTP. */
export async function replay(
  name: string,
  hub: BenchedHub,
  events: number,
  { folder, progress }: Bench,
): Promise<Case> {
  const rates: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    progress(`${name}: round ${round + 1} of ${ROUNDS}`);
    floors.push(sqliteScanFloor(hub.eventsFile).value);
    const request = hub.request('/v1/audit/events', 'KZ.AUDIT');
    const read = await load(folder, [request], { port: hub.port, connections: 1, warmUp: 0 });
    if (read.lines !== events) throw new Error(`${read.lines} events were replayed`);
    rates.push(read.lines / read.seconds);
  }
  return ofEvents(name, rates, { ...sqliteScanFloor(hub.eventsFile), value: median(floors) });
}

export function ofEvents(
  name: string,
  rates: readonly number[],
  floor: Case['floor'] & object,
): Case {
  const value = median(rates);
  return { name, value, unit: 'events/s', floor, ratio: value / floor.value };
}
