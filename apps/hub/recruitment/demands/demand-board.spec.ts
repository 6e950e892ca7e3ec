import { changeLicence, licenseAgency, type DemandsFilter } from '#client';
import type { DemandDocument } from '#recruitment';
import { sampleDemand, sampleRecruitment } from '#testing';
import { TestHub } from '../../hub.samples.ts';
import { registered } from './demands.samples.ts';

const RU = {} satisfies Partial<DemandDocument>;
const BY = {
  authority: 'BY.MOL',
  destination: 'BY',
  region: 'BY-HM',
  employer: { ...sampleDemand().employer, register: 'UNP', number: '123456789' },
} satisfies Partial<DemandDocument>;

describe('the board of demands', () => {
  let hub: TestHub;
  beforeAll(async () => {
    const contracts = [sampleRecruitment(['KG', 'RU', 'BY']), sampleRecruitment(['RU', 'TJ'])];
    hub = await TestHub.start({ contracts });
    for (const occupation of ['7112', '7115', '9313']) await registered(hub, { ...RU, occupation });
    await registered(hub, { ...RU, origins: ['TJ'] });
    await registered(hub, BY);
  });
  afterAll(() => hub.close());

  const shown = async (by: string, filter: DemandsFilter = {}) => {
    const { demands } = await hub.client(by).demands(filter);
    return demands.map(({ document: { destination, origins, occupation } }) =>
      [destination, ...origins, occupation].join(' '),
    );
  };
  const RU_FROM_KG = ['RU KG 7112', 'RU KG 7115', 'RU KG 9313'];

  test.each<[string, readonly string[]]>([
    ['KZ.AUDIT', ['BY KG 7112', ...RU_FROM_KG, 'RU TJ 7112']],
    ['KG.MOL', ['BY KG 7112', ...RU_FROM_KG]],
    ['TJ.MOL', ['RU TJ 7112']],
    ['RU.MOL', ['BY KG 7112', ...RU_FROM_KG, 'RU TJ 7112']],
    ['KG.AGENCY1', RU_FROM_KG],
    ['KG.MOH', []],
  ])('shows %s what it may see: %j', async (by, demands) =>
    expect((await shown(by)).toSorted()).toEqual(demands),
  );

  test.each<[DemandsFilter, readonly string[]]>([
    [{ occupation: '7112' }, ['BY KG 7112', 'RU KG 7112', 'RU TJ 7112']],
    [{ occupation: '93' }, ['RU KG 9313']],
    [{ origin: 'TJ' }, ['RU TJ 7112']],
    [{ destination: 'BY' }, ['BY KG 7112']],
    [{ destination: 'BY', origin: 'TJ' }, []],
  ])('is searched: %j', async (filter, demands) =>
    expect((await shown('KZ.AUDIT', filter)).toSorted()).toEqual(demands),
  );

  test('is given a page at a time, each demand once', async () => {
    const client = hub.client('KZ.AUDIT');
    const seen: string[] = [];
    let after: string | undefined;
    const sizes: number[] = [];
    do {
      const page = await client.demands({ limit: 2, ...(after !== undefined && { after }) });
      sizes.push(page.demands.length);
      seen.push(...page.demands.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    expect(sizes).toEqual([2, 2, 1]);
    expect(new Set(seen).size).toBe(5);
  });

  test('asks for a licence of an agency, for the state that it asks about', async () => {
    const ask = (by: string, query: string) => hub.ask(`/v1/demands${query}`, { by });
    const elsewhere = await ask('KG.AGENCY1', '?destination=BY');
    expect(elsewhere.problem).toMatchObject({ status: 403, code: 'LICENCE_SCOPE' });
    expect((await ask('KG.AGENCY1', '?destination=RU')).status).toBe(200);
    const found = (await hub.client('KZ.AUDIT').demands({ destination: 'BY' })).demands[0]!;
    const read = await ask('KG.AGENCY1', `/BY.MOL/${found.id}`);
    expect(read.problem).toMatchObject({ status: 403, code: 'LICENCE_SCOPE' });
    const wider = licenseAgency(hub.key('KG.MOL statement'), hub.now(), {
      ...{ act: 'LICENSE', agency: 'KG.AGENCY1', name: 'Sample Employment Abroad LLC' },
      ...{ number: 'KG-0002', destinations: ['BY'], feePolicy: 'NO_FEE' },
      ...{ validFrom: '2026-01-01', validUntil: '2099-12-31' },
    });
    await hub.anybody.submitStatement(wider);
    expect(await shown('KG.AGENCY1', { destination: 'BY' })).toEqual(['BY KG 7112']);
    expect(await shown('KG.AGENCY1')).toHaveLength(4);
    for (const number of ['KG-0001', 'KG-0002']) {
      const act = { act: 'SUSPEND' as const, agency: 'KG.AGENCY1', number };
      const suspension = changeLicence(hub.key('KG.MOL statement'), hub.now(), act);
      await hub.anybody.submitStatement(suspension);
    }
    for (const query of ['', '?destination=RU', `/BY.MOL/${found.id}`]) {
      const { problem } = await ask('KG.AGENCY1', query);
      expect(problem).toMatchObject({ status: 403, code: 'LICENCE_NOT_ACTIVE' });
    }
  });

  test.each(['?limit=0', '?limit=201', '?status=CLOSED', '?destination=Kazakhstan', '?sort=wage'])(
    'is not asked so: %s',
    async (query) => {
      const answer = await hub.ask(`/v1/demands${query}`, { by: 'KG.MOL' });
      expect(answer.problem).toMatchObject({ status: 400, code: 'WIRE_SCHEMA_MISMATCH' });
    },
  );

  test('notes who read it, and how much', async () => {
    await hub.client('TJ.MOL').demands();
    const last = (await hub.events('access')).findLast(({ type }) => type === 'RecordRead')!;
    expect(JSON.parse(last.data)).toMatchObject({ asker: 'TJ.MOL', purpose: 'READ', count: 1 });
  });
});
