import { verifyReplayReport, type ReplayLine, type ReplayRequest } from '#client';
import { genesisKey, type SigningKey } from '#signing';
import { until } from '#testing';
import { signCheckpoint } from '#transparency';
import { TestHub } from '../hub.samples.ts';

const PATH = '/v1/audit/replays';

describe('a replay by the hub itself', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await TestHub.start();
    for (let n = 0; n < 3; n++) await hub.pushed();
  });
  afterAll(() => hub.close());

  const request = (body: ReplayRequest = {}, by = 'KZ.AUDIT') => hub.ask(PATH, { by, body });
  const hubKey = () => genesisKey(hub.federation.genesis.document.hub.receipt);

  async function report(body: ReplayRequest = {}) {
    const lines: ReplayLine[] = [];
    for await (const line of hub.client('KZ.AUDIT').requestReplay(body)) lines.push(line);
    const last = lines.at(-1)!;
    if (!('report' in last)) throw new Error(JSON.stringify(last));
    return verifyReplayReport(last.report, hubKey());
  }
  const checkpoint = (size: number, key: SigningKey = hub.key('HUB log')) => {
    const { origin } = hub.federation.genesis.document;
    return signCheckpoint({ origin, size, root: Buffer.alloc(32, 7) }, key);
  };

  test('ends in a report that the hub has signed: of every event, and of its own rows', async () => {
    const events = await hub.events();
    const told = await report();
    expect(told).toMatchObject({
      ...{ hub: hub.federation.genesis.document.origin, aud: 'KZ.AUDIT' },
      ...{ isSound: true, findingCount: 0, findings: [], damage: [] },
      ...{ events: events.length, log: { size: events.length } },
      options: { signatures: true },
      readModels: { records: { state: 'COMPARED', rows: 3, wrong: 0 } },
    });
    expect(told.signatures).toBeGreaterThan(events.length / 2);
    expect(told.begunAt <= told.endedAt).toBe(true);
  });

  test('is of a range, if it is asked for', async () => {
    const events = await hub.events();
    const [after, upTo] = [events[9]!.position, events[19]!.position];
    const told = await report({ after, upTo, signatures: false });
    expect(told).toMatchObject({
      ...{ range: { after, upTo }, events: 10, before: { events: 10, findings: 0 } },
      ...{ log: { size: 20 }, options: { signatures: false } },
    });
  });

  test('holds itself against a checkpoint that somebody else kept', async () => {
    const { length } = await hub.events();
    const told = await report({ checkpoints: [checkpoint(5), checkpoint(length + 7)] });
    expect(told).toMatchObject({ isSound: false, findingCount: 2 });
    expect(told.outside.map(({ verdict }) => verdict)).toEqual(['FORKED', 'CUT']);
    expect(told.findings.map(({ code }) => code)).toEqual(['TRUST_LOG_FORK', 'TRUST_LOG_CUT']);
  });

  test('takes no checkpoint of another log', async () => {
    const { problem } = await request({ checkpoints: [checkpoint(5, hub.key('HUB lane'))] });
    expect(problem).toMatchObject({ status: 403, code: 'TRUST_SIGNATURE_INVALID' });
    expect((await request({ checkpoints: ['none'] })).problem).toMatchObject({
      code: 'WIRE_LOG_NOTE',
    });
  });

  test('is one at a time; who leaves, ends it', async () => {
    const lines = hub.client('KZ.AUDIT').requestReplay();
    const [first, second] = await Promise.all([lines.next(), request()]);
    expect(first.done).toBe(false);
    const answers = [second.problem?.code, second.status];
    expect([
      ['STORE_BUSY', 503],
      [undefined, 200],
    ]).toContainEqual(answers);
    await lines.return(undefined);
    await until(async () => (await request()).status === 200);
  });

  test('is for auditors', async () => {
    expect((await request({}, 'KG.MOH')).problem).toMatchObject({ code: 'TRUST_NOT_ALLOWED' });
  });
});
