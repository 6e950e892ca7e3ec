import { NationalSystems } from '../../stage/national-systems.ts';
import { STATES } from '../../stage/stage.ts';
import { BenchedHub } from '../benched-hub.ts';
import type { Group } from '../case.ts';
import { batches, issue, LINES, pushes } from '../issued.ts';
import { concludeContract } from '../prepare-hub.ts';
import { load } from '../load.ts';

const CLIENTS = 64;
const BATCHES = 8;
const SINGLE = 4_000;

/** The most that `npm start` occupies while 64 clients push records, others the largest batches, four at a time, and it delivers. */
export const memory: Group = {
  cases: ['memory'],

  async measure({ folder, progress }) {
    const nationalSystems = new NationalSystems(STATES);
    const url = await nationalSystems.listen();
    const hub = await BenchedHub.start(folder, 'standalone', { NATIONAL_SYSTEM_URL: url });
    try {
      await concludeContract(hub);
      progress(`memory: signing ${BATCHES * LINES + SINGLE} records`);
      const records = await issue(hub, BATCHES * LINES + SINGLE);
      const full = batches(hub, records.splice(0, BATCHES * LINES));
      const single = pushes(hub, records);
      progress('memory: pushing');
      await Promise.all([
        load(folder, full, { port: hub.port, connections: 4, warmUp: 0 }),
        load(folder, single, { port: hub.port, connections: CLIENTS, warmUp: 0 }),
      ]);
      hub.assertStored(BATCHES * LINES + SINGLE);
      return [{ name: 'memory', value: hub.mostMemory, unit: 'MiB' }];
    } finally {
      await hub.close();
      await nationalSystems.close();
    }
  },
};
