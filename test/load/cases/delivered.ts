import { until } from '#testing';
import { NationalSystems } from '../../stage/national-systems.ts';
import { STATES } from '../../stage/stage.ts';
import { BenchedHub } from '../benched-hub.ts';
import type { Group } from '../case.ts';
import { EchoFloor, ECHO_FLOOR } from '../floors/echo-floor.ts';
import { AUTHORITIES, FIT_IN_BOTH, issue, pushes } from '../issued.ts';
import { concludeContract } from '../prepare-hub.ts';
import { load } from '../load.ts';

const RECORDS = 3_000;
const CLIENTS = 32;
const MINUTES_4 = 240_000;

/**
 * From the first push until every record was delivered to three authorities' national systems and their signed
 * receipts are in the store, all of it in one process: hub, relay, adapters.
 */
export const delivered: Group = {
  cases: ['push.delivered'],

  async measure({ folder, progress }) {
    const nationalSystems = new NationalSystems(STATES);
    const url = await nationalSystems.listen();
    const hub = await BenchedHub.start(folder, 'standalone', { NATIONAL_SYSTEM_URL: url });
    const echo = await EchoFloor.start();
    try {
      await concludeContract(hub);
      progress(`push.delivered: signing ${RECORDS} records`);
      const records = await issue(hub, RECORDS, FIT_IN_BOTH);
      const floor = { name: ECHO_FLOOR, value: (await echo.measure(folder, CLIENTS)).rate };
      progress('push.delivered: pushing, and waiting for receipts');
      const requests = pushes(hub, records);
      const begun = performance.now();
      const pushing = load(folder, requests, { port: hub.port, connections: CLIENTS, warmUp: 0 });
      await until(() => hub.confirmed === RECORDS * AUTHORITIES, MINUTES_4);
      const value = (RECORDS * 1000) / (performance.now() - begun);
      await pushing;
      hub.assertStored(RECORDS);
      const name = 'push.delivered';
      return [{ name, value, unit: 'records/s', floor, ratio: value / floor.value }];
    } finally {
      await echo.close();
      await hub.close();
      await nationalSystems.close();
    }
  },
};
