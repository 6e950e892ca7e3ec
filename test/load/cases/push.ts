import { BenchedHub } from '../benched-hub.ts';
import { figureOf, type Case, type Group, type Round } from '../case.ts';
import { ECHO_FLOOR, EchoFloor } from '../floors/echo-floor.ts';
import { issue, pushes } from '../issued.ts';
import { concludeContract } from '../prepare-hub.ts';
import { load } from '../load.ts';

const ROUNDS = 3;
/** Pushes of a round, by the clients that push at once. */
const PUSHES = { 1: 1_500, 32: 9_000 } as const;
const CLIENTS = { 'push.c1': 1, 'push.c32': 32 } as const;

/** One record a request, each answered with a signed receipt once it is durable. */
export const push: Group = {
  cases: Object.keys(CLIENTS),

  async measure({ wanted, folder, progress }) {
    const hub = await BenchedHub.start(folder);
    const floor = await EchoFloor.start();
    try {
      await concludeContract(hub);
      const cases: Case[] = [];
      let stored = 0;
      for (const [name, connections] of Object.entries(CLIENTS)) {
        if (!wanted.has(name)) continue;
        progress(`${name}: signing ${ROUNDS * PUSHES[connections]} records`);
        const records = await issue(hub, ROUNDS * PUSHES[connections]);
        const rounds: Round[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          progress(`${name}: round ${round + 1} of ${ROUNDS}`);
          const requests = pushes(hub, records.splice(0, PUSHES[connections]));
          rounds.push({
            floor: await floor.measure(folder, connections),
            measured: await load(folder, requests, {
              port: hub.port,
              connections,
              warmUp: requests.length / 5,
            }),
          });
          stored += requests.length;
          hub.assertStored(stored);
        }
        cases.push(figureOf({ name, unit: 'pushes/s', floor: ECHO_FLOOR }, rounds));
      }
      return cases;
    } finally {
      await floor.close();
      await hub.close();
    }
  },
};
