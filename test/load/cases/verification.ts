import { publicHalf } from '#signing';
import { BenchedHub } from '../benched-hub.ts';
import { figureOf, type Group, type Round } from '../case.ts';
import { ECHO_FLOOR, EchoFloor } from '../floors/echo-floor.ts';
import { batches, issue } from '../issued.ts';
import { concludeContract, licenseAgencies } from '../prepare-hub.ts';
import { load } from '../load.ts';

const RECORDS = 2_000;
const AGENCIES = 32;
const ROUNDS = 3;
const QUESTIONS = 16_000;

/** An agency each, asking about stored certificates by code; every answer with its durable access event. */
export const verification: Group = {
  cases: ['verification.c32'],

  async measure({ folder, progress }) {
    const hub = await BenchedHub.start(folder);
    const floor = await EchoFloor.start();
    try {
      await concludeContract(hub);
      progress(`verification.c32: signing ${RECORDS} records`);
      const records = await issue(hub, RECORDS);
      const agencies = await licenseAgencies(hub, AGENCIES);
      await load(folder, batches(hub, records), { port: hub.port, connections: 1, warmUp: 0 });
      const answer = await hub
        .client('RU.AGENCY1')
        .verify(JSON.parse(String(records[0]!.question)), publicHalf(hub.key('HUB', 'receipt')));
      if (answer.answer !== 'CONFIRMED') throw new Error(`answered ${answer.answer}`);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        progress(`verification.c32: round ${round + 1} of ${ROUNDS}`);
        const questions = Array.from({ length: QUESTIONS }, (_, at) =>
          hub.request(
            '/v1/verifications',
            agencies[at % AGENCIES]!,
            records[(at * 7) % RECORDS]!.question,
          ),
        );
        rounds.push({
          floor: await floor.measure(folder, 32),
          measured: await load(folder, questions, {
            port: hub.port,
            connections: 32,
            warmUp: QUESTIONS / 5,
          }),
        });
      }
      const unit = 'questions/s';
      return [figureOf({ name: 'verification.c32', unit, floor: ECHO_FLOOR }, rounds)];
    } finally {
      await floor.close();
      await hub.close();
    }
  },
};
