import { setTimeout as sleep } from 'node:timers/promises';
import { later } from '#kernel';
import { sampleRecruitment } from '#testing';
import { sampleContract, TestHub } from '../../apps/hub/hub.samples.ts';
import {
  attested,
  Recruiters,
  type OpenCase,
} from '../../apps/hub/recruitment/cases/cases.samples.ts';
import { registered } from '../../apps/hub/recruitment/demands/demands.samples.ts';
import { refusedWith } from './act.ts';
import { extent } from './extent.ts';

const ROUNDS = extent(5, 1_000);
const AT_ONCE = 64;

describe(`a case that ${AT_ONCE} statements want to move at once, ${ROUNDS} times`, () => {
  let hub: TestHub;
  let recruiters: Recruiters;
  let open: OpenCase;
  let demand: string;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [sampleContract(), sampleRecruitment(['KG', 'RU'])] });
    recruiters = new Recruiters(hub);
    open = await recruiters.opened();
    demand = (await registered(hub)).name;
    await recruiters.led(open, 'SHORTLISTED', demand);
  });
  afterAll(() => hub.close());

  /** Selects the worker by as many statements, each with a time of its own. */
  async function race(): Promise<string[]> {
    await sleep(AT_ONCE);
    const begun = hub.now();
    return Promise.all(
      Array.from({ length: AT_ONCE }, async (_, n) => {
        const selected = recruiters.move('RU.AGENCY1', open, {
          ...{ step: 'Selected', actor: { capacity: 'AGENCY_DESTINATION' } },
          occurredAt: later(begun, -n / 1_000),
        });
        return (await refusedWith(selected)) ?? 'carried out';
      }),
    );
  }

  /** So that it can be selected again. */
  async function back(): Promise<void> {
    await recruiters.move('KG.AGENCY1', open, {
      ...{ step: 'Declined', reason: 'WORKER_DECLINED', occurredAt: hub.now() },
      actor: attested('WORKER', 'AGENCY_ORIGIN'),
    });
    const again = { step: 'Shortlisted', actor: { capacity: 'AGENCY_ORIGIN' }, demand } as const;
    await recruiters.move('KG.AGENCY1', open, { ...again, occurredAt: hub.now() });
  }

  test(
    'moves by one of them, and tells the others why not',
    async () => {
      const answers = new Map<string, number>();
      for (let round = 0; round < ROUNDS; round++) {
        const given = await race();
        expect(given.filter((one) => one === 'carried out')).toHaveLength(1);
        for (const one of given) answers.set(one, (answers.get(one) ?? 0) + 1);
        await back();
      }
      expect([...answers.keys()].toSorted()).toEqual(
        ['carried out', 'RULE_TRANSITION_ILLEGAL', 'STORE_CONCURRENT_WRITE']
          .filter((one) => answers.has(one))
          .toSorted(),
      );
      const { issuer, id } = open.reference;
      const stream = await hub.running.parts.store.readStream(`case-${issuer}-${id}`);
      const selected = stream.filter(({ data }) => data.includes('"step":"Selected"'));
      expect(selected).toHaveLength(ROUNDS);
      process.stdout.write(`${JSON.stringify(Object.fromEntries(answers))}\n`);
    },
    60_000 + ROUNDS * 5_000,
  );
});
