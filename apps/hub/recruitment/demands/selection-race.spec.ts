import { verifyHistory } from '#client';
import { sampleRecruitment } from '#testing';
import { TestHub, sampleContract } from '../../hub.samples.ts';
import { Recruiters } from '../cases/cases.samples.ts';
import { registered } from './demands.samples.ts';

const PLACES = 10;
const WORKERS = 64;

describe('workers who are selected at once', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [sampleContract(), sampleRecruitment(['KG', 'RU'])] });
  });
  afterAll(() => hub.close());

  test('are as many as there are places, and the others are told that there is none', async () => {
    const recruiters = new Recruiters(hub);
    const { name, authority, id } = await registered(hub, { headcount: PLACES });
    const cases = await Promise.all(
      Array.from({ length: WORKERS }, async () => {
        const open = await recruiters.opened();
        await recruiters.led(open, 'SHORTLISTED', name);
        return open;
      }),
    );
    const chosen = { step: 'Selected', actor: { capacity: 'AGENCY_DESTINATION' } } as const;
    const select = () =>
      Promise.all(
        cases.map((open) =>
          recruiters.move('RU.AGENCY1', open, chosen).then(
            () => 'SELECTED',
            (error: { code: string }) => error.code,
          ),
        ),
      );
    const answers = await select();
    expect(answers.filter((one) => one === 'SELECTED')).toHaveLength(PLACES);
    for (const one of answers)
      expect(['SELECTED', 'RULE_NO_PLACE', 'RULE_DEMAND_NOT_OPEN']).toContain(one);
    const client = hub.client('KG.MOL');
    const standings = await Promise.all(cases.map((one) => client.recruitmentCase(one.reference)));
    expect(standings.filter(({ status }) => status === 'SELECTED')).toHaveLength(PLACES);
    expect(await client.demand({ authority, id })).toMatchObject({
      ...{ status: 'FILLED', taken: PLACES, free: 0 },
    });
    expect(await select()).not.toContain('SELECTED');
    const events = await Array.fromAsync(hub.client('KZ.AUDIT').replay());
    const { findings } = await verifyHistory(hub.federation.genesis.document, events);
    expect(findings).toEqual([]);
  });
});
