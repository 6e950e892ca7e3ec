import { terminateContract, registerDemand, refuseDemand, reserveQuota } from '../statements.ts';
import { hashOf } from '#contracts';
import { later, type DomainEvent, type ErrorCode } from '#kernel';
import { routeOfDemand } from '#recruitment';
import { SampleHistory } from '#testing';
import { recruit, reserved, SampleCase, selected } from './cases.samples.ts';
import { documentOf, groundsOf, recruitmentOf, SampleDemand } from './demands.samples.ts';
import { changed, found, newHistory } from './history.samples.ts';

function recruitingHistory() {
  const history = newHistory();
  history.agree(recruitmentOf(history, ['KG.MOL', 'RU.MOL']));
  return history;
}

/** TJ and KZ, between which a quota stands. */
function quotaHistory() {
  const history = new SampleHistory({
    origin: 'hub.example',
    quorum: 2,
    states: ['TJ', 'KZ'].map((state) => ({ state, name: `State ${state}` })),
    authorities: ['TJ', 'KZ'].flatMap((state) => [
      {
        id: `${state}.MOH`,
        name: 'Health',
        roles: ['health-ministry' as const],
        signsContracts: true,
        uses: ['statement' as const],
      },
      {
        id: `${state}.MOL`,
        name: 'Labour',
        roles: ['labour-ministry' as const],
        signsContracts: false,
        uses: ['statement' as const],
      },
    ]),
    agencies: [],
  });
  history.agree(recruitmentOf(history, ['TJ.MOL', 'KZ.MOL']));
  const where = { authority: 'KZ.MOL', destination: 'KZ', region: 'KZ-ALA', origins: ['TJ'] };
  return { history, demand: new SampleDemand(history, where) };
}

describe('demands', () => {
  test('are proved from their registration to their end', async () => {
    const history = recruitingHistory();
    recruit(history);
    expect(await found(history)).toEqual([]);
  });

  test('are proved to be opened by a quota, or refused', async () => {
    const { history, demand } = quotaHistory();
    const quota = { demand: demand.named, category: 'CATEGORY_4', reference: 'Q-1' };
    demand.say('demand-quota+jws', reserveQuota(demand.key, history.now, quota));
    const { authority, destination, region, origins } = demand.document;
    const other = new SampleDemand(history, { authority, destination, region, origins });
    const refusal = { demand: other.named, reason: 'QUOTA_EXHAUSTED' as const };
    other.say('demand-refusal+jws', refuseDemand(other.key, history.now, refusal));
    expect(await found(history)).toEqual([]);
    const lie = changed(history, 'QuotaReserved', {
      data: (data) => void (data['category'] = 'CATEGORY_1'),
    });
    expect(await found(history, lie)).toContainEqual(['QuotaReserved', 'RULE_STATEMENT_MISMATCH']);
  });

  test.each<[ErrorCode, string, object]>([
    ['RULE_STATEMENT_MISMATCH', 'it asks for more than was signed', { headcount: 20 }],
    ['RULE_STATEMENT_MISMATCH', 'it asks for workers of others', { origins: ['BY'] }],
    ['TRUST_MISROUTED', 'it is another', { id: 'A' }],
  ])('are found with %s where %s', async (code, _, change) => {
    const history = recruitingHistory();
    recruit(history);
    const lie = changed(history, 'DemandRegistered', {
      data: (data) => {
        Object.assign(data['document'] as object, change);
        if ('id' in change) data['id'] = change.id;
      },
    });
    expect(await found(history, lie)).toContainEqual(['DemandRegistered', code]);
  });

  test('are found where they went to others, or to nobody', async () => {
    const history = recruitingHistory();
    new SampleDemand(history);
    const lie = changed(history, 'DemandRegistered', {
      metadata: (metadata) => void (metadata['to'] = []),
    });
    expect(await found(history, lie)).toEqual([['DemandRegistered', 'TRUST_MISROUTED']]);
  });

  /** What a hub that breaks its own rules stores. */
  const register = (history: SampleHistory, by = 'RU.MOL', iat = history.now) => {
    const document = documentOf();
    const statement = registerDemand(history.key(`${by} statement`), iat, { demand: document });
    const { under, to } = routeOfDemand(document, groundsOf(history));
    const named = { authority: document.authority, id: document.id };
    const corridors = ['KG-RU/EAEU/2'];
    const sent = { at: history.now, by, under, to };
    const events: readonly DomainEvent[] = [
      { type: 'DemandRegistered', data: { ...named, document, corridors, statement }, ...sent },
      { type: 'QuotaNotRequired', data: { ...named, corridors }, ...sent },
    ];
    history.append(`demand-${named.authority}-${named.id}`, events);
  };

  test.each<[ErrorCode | undefined, string, (history: SampleHistory) => void]>([
    [undefined, 'nothing is wrong', (history) => register(history)],
    ['TRUST_WRONG_ISSUER', 'another ministry said it', (history) => register(history, 'KG.MOL')],
    [
      'TRUST_IAT_TOO_OLD',
      'it was said long before',
      (history) => {
        const said = history.now;
        history.pass(4 * 86_400);
        register(history, 'RU.MOL', said);
      },
    ],
  ])('are found with %s where %s', async (code, _, act) => {
    const history = recruitingHistory();
    act(history);
    expect(await found(history)).toEqual(code ? [['DemandRegistered', code]] : []);
  });

  test('are found where no contract was in force', async () => {
    const history = newHistory();
    const contract = recruitmentOf(history, ['KG.MOL', 'RU.MOL']);
    history.agree(contract);
    const named = { contract: contract.id, version: 1, hash: hashOf(contract) };
    const effectiveFrom = later(history.now, 1);
    history.endContract(
      terminateContract(history.key('RU.MOH statement'), history.now, { ...named, effectiveFrom }),
    );
    register(history);
    expect(await found(history)).toEqual([]);
    history.pass(60);
    register(history);
    expect(await found(history)).toEqual([['DemandRegistered', 'RULE_NO_CONTRACT']]);
  });
});

describe('places', () => {
  /** A demand for one worker. */
  const demandFor = (headcount = 1) => new SampleDemand(recruitingHistory(), { headcount });
  const UNTIL = '2026-11-24T08:01:00.000Z';

  /** A place that the hub notes, whatever its own rules say. */
  function noted(demand: SampleDemand, type: string, data: object) {
    const { history, document, named, stream } = demand;
    const { under } = routeOfDemand(document, groundsOf(history));
    const event = { type, data: { ...named, ...data }, at: history.now, by: 'HUB', under };
    history.append(stream, [event]);
    return found(history);
  }

  test('more than there are, are found', async () => {
    const demand = demandFor();
    const { name } = new SampleCase(demand.history);
    expect(await noted(demand, 'PlaceReserved', { case: name, until: UNTIL })).toEqual([]);
    const { name: other } = new SampleCase(demand.history);
    expect(await noted(demand, 'PlaceReserved', { case: other, until: UNTIL })).toEqual([
      ['PlaceReserved', 'RULE_NO_PLACE'],
    ]);
  });

  test('are for cases that there are', async () => {
    const place = { case: 'KG.MOL-7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11', until: UNTIL };
    expect(await noted(demandFor(), 'PlaceReserved', place)).toEqual([
      ['PlaceReserved', 'RULE_RECORD_UNKNOWN'],
    ]);
  });

  test('are taken by who was selected for them', async () => {
    const demand = demandFor(2);
    const one = reserved(demand);
    const found = await noted(demand, 'PlaceTaken', { case: one.name });
    expect(found).toEqual([['PlaceTaken', 'RULE_RECORD_UNKNOWN']]);
  });

  test('that nobody reserved are not taken', async () => {
    const demand = demandFor();
    const { name } = new SampleCase(demand.history);
    const found = await noted(demand, 'PlaceTaken', { case: name });
    expect(found).toEqual([['PlaceTaken', 'RULE_NO_PLACE']]);
  });

  test('are reserved for a time, of an open demand', async () => {
    const demand = demandFor();
    const { name } = new SampleCase(demand.history);
    const long = { case: name, until: '2026-11-24T10:00:00.000Z' };
    expect(await noted(demand, 'PlaceReserved', long)).toEqual([
      ['PlaceReserved', 'RULE_RESERVATION_TIME'],
    ]);
    const closed = demandFor();
    const { name: other } = new SampleCase(closed.history);
    closed.close();
    expect(await noted(closed, 'PlaceReserved', { case: other, until: UNTIL })).toEqual([
      ['PlaceReserved', 'RULE_DEMAND_NOT_OPEN'],
    ]);
  });

  test('make a demand full, and nothing else does', async () =>
    expect(await noted(demandFor(), 'DemandFilled', {})).toEqual([
      ['DemandFilled', 'STORE_CORRUPT'],
    ]));

  test('are given back where they are', async () => {
    const demand = demandFor();
    const { name } = reserved(demand);
    expect(await noted(demand, 'PlaceReleased', { case: name })).toEqual([]);
    expect(await noted(demand, 'PlaceReleased', { case: name })).toEqual([
      ['PlaceReleased', 'RULE_STATEMENT_MISMATCH'],
    ]);
  });

  test('are given back by who needs them no more', async () => {
    const demand = demandFor();
    const { name } = selected(demand);
    expect(await noted(demand, 'PlaceReleased', { case: name })).toEqual([
      ['PlaceReleased', 'RULE_RECORD_UNKNOWN'],
    ]);
  });

  test('are taken late where there is room, also of a demand that was closed', async () => {
    const demand = demandFor(2);
    const one = reserved(demand);
    one.select(demand);
    demand.history.pass(300);
    demand.close();
    demand.place('TakePlace', one.name);
    expect(await found(demand.history)).toEqual([]);
  });

  test('are noted by the hub alone', async () => {
    const demand = demandFor();
    const { name } = new SampleCase(demand.history);
    const { now } = demand.history;
    const data = { ...demand.named, case: name, until: later(now, 120), selected: [] };
    demand.ask({ type: 'ReservePlace', data, at: now, by: 'RU.MOL' });
    expect(await found(demand.history)).toEqual([['PlaceReserved', 'RULE_STATEMENT_MISMATCH']]);
  });
});
