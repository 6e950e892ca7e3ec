import { BenchedHub } from '../benched-hub.ts';
import { median, type Case, type Group } from '../case.ts';
import { ECHO_FLOOR, EchoFloor } from '../floors/echo-floor.ts';
import { issue, type Issued } from '../issued.ts';
import { concludeContract } from '../prepare-hub.ts';
import { load, type LoadResult } from '../load.ts';

const ROUNDS = 3;
/** Pushes of a round, by the clients that push at once. */
const PUSHES = { 1: 1_500, 32: 9_000 } as const;
const CLIENTS = { 'push.c1': 1, 'push.c32': 32 } as const;

type Round = { readonly floor: LoadResult; readonly push: LoadResult };

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
          const share = records.splice(0, PUSHES[connections]);
          const requests = share.map((record) => pushOf(hub, record));
          rounds.push({
            floor: await floor.measure(folder, connections),
            push: await load(folder, requests, {
              port: hub.port,
              connections,
              warmUp: requests.length / 5,
            }),
          });
          stored += requests.length;
          hub.assertStored(stored);
        }
        cases.push(summary(name, rounds));
      }
      return cases;
    } finally {
      await floor.close();
      await hub.close();
    }
  },
};

const pushOf = (hub: BenchedHub, { body }: Issued): Buffer =>
  hub.request('/v1/medical-certificates', 'KG.MOH', body);

function summary(name: string, rounds: readonly Round[]): Case {
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  return {
    name,
    value: of(({ push: { rate } }) => rate),
    unit: 'pushes/s',
    p50: of(({ push: { p50 } }) => p50),
    p99: of(({ push: { p99 } }) => p99),
    floor: { name: ECHO_FLOOR, value: of(({ floor: { rate } }) => rate) },
    ratio: of(({ push: { rate }, floor }) => rate / floor.rate),
  };
}
