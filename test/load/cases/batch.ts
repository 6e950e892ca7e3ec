import { BenchedHub } from '../benched-hub.ts';
import { median, type Group } from '../case.ts';
import { sqliteInsertFloor } from '../floors/sqlite-insert.ts';
import { batches, issue, LINES } from '../issued.ts';
import { concludeContract } from '../prepare-hub.ts';
import { load, type LoadResult } from '../load.ts';

const ROUNDS = 3;
const BATCHES = 6;
/** As the SDK sends a file. */
const AT_ONCE = 2;

/** Full batches, two at a time; every line answered once it is durable. */
export const batch: Group = {
  cases: ['push.batch'],

  async measure({ folder, progress }) {
    const hub = await BenchedHub.start(folder);
    try {
      await concludeContract(hub);
      progress(`push.batch: signing ${ROUNDS * BATCHES * LINES} records`);
      const records = await issue(hub, ROUNDS * BATCHES * LINES);
      const rounds: { floor: number; load: LoadResult }[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        progress(`push.batch: round ${round + 1} of ${ROUNDS}`);
        const requests = batches(hub, records.splice(0, BATCHES * LINES));
        const options = { port: hub.port, connections: AT_ONCE, warmUp: AT_ONCE };
        const { value: floor } = await sqliteInsertFloor(folder);
        rounds.push({ floor, load: await load(folder, requests, options) });
        hub.assertStored((round + 1) * BATCHES * LINES);
      }
      const rate = median(rounds.map(({ load }) => load.rate * LINES));
      const { name } = await sqliteInsertFloor(folder);
      const floor = { name, value: median(rounds.map((round) => round.floor)) };
      return [
        { name: 'push.batch', value: rate, unit: 'records/s', floor, ratio: rate / floor.value },
      ];
    } finally {
      await hub.close();
    }
  },
};
