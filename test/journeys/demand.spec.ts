import { randomUUID } from 'node:crypto';
import { closeDemand, registerDemand, verifyHistory } from '#client';
import { sampleDemand, sampleRecruitment, until } from '#testing';
import { Stage } from '../stage/stage.ts';

/** A builder in Russia asks for bricklayers from Kyrgyzstan: from its ministry to the system of the other one. */
describe('a demand', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.start();
    await stage.conclude(sampleRecruitment());
  });
  afterAll(() => stage.close());

  const reference = { authority: 'RU.MOL', id: randomUUID() };
  const document = sampleDemand(reference);

  /** What KG.MOL's system was told of it, oldest first. */
  const told = () =>
    [...stage.nationalSystem('KG').effects.values()].map((one) => one as Record<string, unknown>);
  const now = () => new Date().toISOString();

  test('reaches the system of the other ministry as what was signed, and so does its end', async () => {
    const key = await stage.key('RU.MOL', 'statement');
    const client = await stage.client('RU.MOL');
    const statement = registerDemand(key, now(), { demand: document });
    await client.registerDemand(statement);
    await until(() => told().length === 2);
    const closing = closeDemand(key, now(), { demand: reference, reason: 'POSITION_WITHDRAWN' });
    await client.closeDemand(reference, closing);
    await until(() => told().length === 3);
    expect(told()).toEqual([
      {
        event: expect.objectContaining({ type: 'DemandRegistered' }),
        ...{ authority: 'KG.MOL', demand: reference, statement },
        facts: { ...reference, document, corridors: [expect.stringMatching(/^KG-RU\/EAEU/)] },
      },
      expect.objectContaining({ event: expect.objectContaining({ type: 'QuotaNotRequired' }) }),
      expect.objectContaining({
        event: expect.objectContaining({ type: 'DemandClosed' }),
        ...{ demand: reference, statement: closing },
      }),
    ]);
  });

  test('is on the board of a licensed agency of the origin no more', async () => {
    const agency = await stage.client('KG.AGENCY1');
    expect((await agency.demands()).demands).toEqual([]);
    expect((await agency.demands({ status: 'ALL' })).demands).toMatchObject([
      { ...reference, status: 'CLOSED', free: 3 },
    ]);
  });

  test('is confirmed, and all of it proved to an auditor', async () => {
    const auditor = await stage.client('KZ.AUDIT');
    const replay = () => Array.fromAsync(auditor.replay());
    await until(async () =>
      (await replay()).some(({ stream, data }) => {
        const isOf = stream === 'deliveries-KG.MOL';
        return isOf && data.includes('"outcome":"DELIVERED"');
      }),
    );
    const { findings, eventsByType } = await verifyHistory(stage.genesis, await replay());
    expect(findings).toEqual([]);
    expect(eventsByType).toMatchObject({ DemandRegistered: 1, DemandClosed: 1 });
  });
});
