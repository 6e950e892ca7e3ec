import {
  closeDemand,
  draftQuorum,
  quorumStatement,
  signQuorum,
  refuseDemand,
  registerDemand,
  terminateContract,
  type DemandState,
} from '#client';
import { hashOf } from '#contracts';
import { later, type ErrorCode } from '#kernel';
import type { DemandDocument } from '#recruitment';
import { sampleDemand, sampleRecruitment, until } from '#testing';
import { TestHub } from '../../hub.samples.ts';
import { demandStatement, registered } from './demands.samples.ts';

const PATH = '/v1/demands';

describe('a demand', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start({ contracts: [sampleRecruitment()] })));
  afterAll(() => hub.close());

  const post = (statement: string, by = 'RU.MOL') => hub.ask(PATH, { body: { statement }, by });
  const register = (document: DemandDocument, by = 'RU.MOL') =>
    post(demandStatement(hub, document, by), by);
  const pathOf = ({ authority, id }: DemandDocument) => `${PATH}/${authority}/${id}`;
  const read = (document: DemandDocument, by = 'KG.MOL', query = '') =>
    hub.ask(`${pathOf(document)}${query}`, { by });
  const act = (document: DemandDocument, name: string, statement: string) =>
    hub.ask(`${pathOf(document)}/${name}`, { body: { statement }, by: 'RU.MOL' });
  const key = () => hub.key('RU.MOL statement');

  test('is registered, is open, and is closed; who it went to can read how it stands', async () => {
    const document = sampleDemand();
    const { authority, id } = document;
    expect((await register(document)).status).toBe(201);
    const open = { authority, id, status: 'OPEN', isOpen: true, taken: 0, free: 3, document };
    expect((await read(document)).json()).toEqual(open);
    const at = hub.now();
    const reason = 'POSITION_WITHDRAWN';
    const statement = closeDemand(key(), later(at, 1), { demand: { authority, id }, reason });
    await until(() => hub.now() > later(at, 1));
    expect((await act(document, 'closing', statement)).status).toBe(201);
    const closed = { ...open, status: 'CLOSED', isOpen: false };
    expect((await read(document)).json()).toEqual(closed);
    expect((await read(document, 'KG.MOL', `?validAt=${at}`)).json()).toEqual(open);
    expect((await read(document, 'KG.MOL', `?knownAt=${at}`)).json()).toEqual(open);
    const types = (await hub.events())
      .filter(({ stream }) => stream.endsWith(id))
      .map(({ type, metadata }) => [type, (JSON.parse(metadata) as { to: unknown }).to]);
    const to = [{ authority: 'KG.MOL', grants: [expect.objectContaining({ version: 1 })] }];
    expect(types).toEqual([
      ['DemandRegistered', to],
      ['QuotaNotRequired', to],
      ['DemandClosed', to],
    ]);
  });

  test('is registered once, however often and by how many it is brought at once', async () => {
    const document = sampleDemand();
    const statement = demandStatement(hub, document);
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(statement)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const { authority, id } = document;
    const closing = closeDemand(key(), hub.now(), { demand: { authority, id }, reason: 'ENDED' });
    const first = await act(document, 'closing', closing);
    expect((await act(document, 'closing', closing)).text).toBe(first.text);
    expect((await post(statement)).text).toBe(answers[0]!.text);
  });

  test.each<[string, number, ErrorCode, Partial<DemandDocument>, string?]>([
    ['of another ministry', 403, 'TRUST_WRONG_ISSUER', {}, 'KG.MOL'],
    [
      'for work elsewhere',
      422,
      'RULE_DEMAND_INVALID',
      { destination: 'BY', employer: { ...sampleDemand().employer, number: '123456789' } },
    ],
    [
      'for one sex, by custom',
      400,
      'WIRE_SCHEMA_MISMATCH',
      { sex: { asked: 'M', basis: 'CUSTOM' as never } },
    ],
    ['for no occupation of ISCO-08', 400, 'WIRE_SCHEMA_MISMATCH', { occupation: '7999' }],
    ['that ended yesterday', 422, 'RULE_DEMAND_INVALID', { validUntil: '2026-01-01' }],
    [
      'of a person',
      400,
      'WIRE_SCHEMA_MISMATCH',
      { employer: { ...sampleDemand().employer, number: '770000000017' } },
    ],
    ['where no corridor is known', 422, 'RULE_CORRIDOR_UNKNOWN', { origins: ['KG', 'GE'] }],
    ['from where no contract is', 422, 'RULE_NO_CONTRACT', { origins: ['KG', 'TJ'] }],
  ])('is refused %s: %i %s', async (_, status, code, change, ...[by]) => {
    const document = sampleDemand(change);
    expect((await register(document, by)).problem).toMatchObject({ status, code });
    expect((await read(document, 'RU.MOL')).problem.code).toBe('RULE_DEMAND_UNKNOWN');
  });

  test('leaves its refusal on the access log', async () => {
    await register(sampleDemand({ origins: ['TJ'] }));
    await hub.ask(`${PATH}/RU.MOL/${sampleDemand().id}`, { by: 'KZ.MOL' });
    const refusals = (await hub.events('access'))
      .filter(({ type }) => type === 'RequestRefused')
      .map(({ data }) => JSON.parse(data) as object);
    expect(refusals).toContainEqual(
      expect.objectContaining({ asker: 'RU.MOL', purpose: 'SUBMIT', outcome: 'RULE_NO_CONTRACT' }),
    );
    expect(refusals).toContainEqual(
      expect.objectContaining({ asker: 'KZ.MOL', purpose: 'READ', outcome: 'TRUST_NOT_ALLOWED' }),
    );
  });

  test('has an id that means nothing else', async () => {
    const { id } = await registered(hub);
    expect((await register(sampleDemand({ id, headcount: 4 }))).problem).toMatchObject({
      ...{ status: 409, code: 'RULE_RECORD_ID_REUSED' },
    });
  });

  test('is not refused once it is open, nor closed twice, nor by another', async () => {
    const document = await registered(hub);
    const demand = { authority: document.authority, id: document.id };
    const refusal = refuseDemand(key(), hub.now(), { demand, reason: 'TERMS_BELOW_LAW' });
    expect((await act(document, 'refusal', refusal)).problem.code).toBe('RULE_DEMAND_NOT_OPEN');
    const close = (reason: 'ENDED' | 'POSITION_WITHDRAWN', by = 'RU.MOL', path = document) =>
      act(path, 'closing', closeDemand(hub.key(`${by} statement`), hub.now(), { demand, reason }));
    expect((await close('ENDED', 'KG.MOL')).problem.code).toBe('TRUST_WRONG_ISSUER');
    expect((await close('ENDED', 'RU.MOL', sampleDemand() as never)).problem.code).toBe(
      'RULE_DEMAND_UNKNOWN',
    );
    expect((await close('ENDED')).status).toBe(201);
    expect((await close('POSITION_WITHDRAWN')).problem).toMatchObject({
      ...{ status: 409, code: 'RULE_DEMAND_NOT_OPEN' },
    });
  });

  test('that nobody registered is not closed', async () => {
    const document = sampleDemand();
    const demand = { authority: document.authority, id: document.id };
    const statement = closeDemand(key(), hub.now(), { demand, reason: 'ENDED' });
    expect((await act(document, 'closing', statement)).problem).toMatchObject({
      ...{ status: 404, code: 'RULE_DEMAND_UNKNOWN' },
    });
  });

  test.each<[string, ErrorCode | undefined]>([
    ['RU.MOL', undefined],
    ['KG.MOL', undefined],
    ['KZ.AUDIT', undefined],
    ['KG.AGENCY1', undefined],
    ['RU.AGENCY1', undefined],
    ['RU.MIA', 'TRUST_NOT_ALLOWED'],
    ['KG.MOH', 'TRUST_NOT_ALLOWED'],
    ['TJ.MOL', 'TRUST_NOT_ALLOWED'],
  ])(
    'is read by whom a contract names, and by licensed agencies of its states: %s %s',
    async (by, code) => {
      const document = await registered(hub);
      const answer = await read(document, by);
      if (code) expect(answer.problem).toMatchObject({ status: 403, code });
      else expect(answer.json<DemandState>().document).toEqual(sampleDemand({ id: document.id }));
      const unknown = await read(sampleDemand(), by);
      expect(unknown.problem.code).toBe(
        code ??
          (by.includes('AGENCY') || by === 'KG.MOL' ? 'TRUST_NOT_ALLOWED' : 'RULE_DEMAND_UNKNOWN'),
      );
    },
  );
});

test('a demand is signed within the time that its contract allows; after its end it is read by authorities, no more by agencies, and still closed', async () => {
  const document = sampleRecruitment(['KG', 'RU'], { maxAgeSeconds: 20 });
  const hub = await TestHub.start({ contracts: [document] });
  try {
    const demand = await registered(hub);
    const path = `${PATH}/${demand.authority}/${demand.id}`;
    expect((await hub.ask(path, { by: 'KG.AGENCY1' })).status).toBe(200);
    const old = registerDemand(hub.key('RU.MOL statement'), later(hub.now(), -30), {
      demand: sampleDemand(),
    });
    const stale = await hub.ask(PATH, { body: { statement: old }, by: 'RU.MOL' });
    expect(stale.problem).toMatchObject({ status: 403, code: 'TRUST_IAT_TOO_OLD' });
    const rest = (status: 'suspended' | 'member') => {
      const draft = draftQuorum({ state: 'RU', status, from: hub.now() }, hub.now());
      const roots = ['KG', 'TJ', 'KZ', 'BY'].map((state) => hub.key(`${state} root`));
      return hub.anybody.submitStatement(quorumStatement(roots.reduce(signQuorum, draft)));
    };
    await rest('suspended');
    const suspended = await hub.ask(PATH, {
      body: { statement: demandStatement(hub, sampleDemand()) },
      by: 'RU.MOL',
    });
    expect(suspended.problem).toMatchObject({ status: 403, code: 'TRUST_MEMBERSHIP' });
    await until(async () => (await rest('member').catch(() => undefined)) !== undefined);
    const named = { contract: document.id, version: 1, hash: hashOf(document) };
    const effectiveFrom = later(hub.now(), 1);
    const ended = terminateContract(hub.key('RU.MOH statement'), hub.now(), {
      ...named,
      effectiveFrom,
    });
    await hub.client('RU.MOH').terminateContract(document.id, ended);
    await until(() => hub.now() > effectiveFrom);
    expect((await hub.ask(path, { by: 'KG.AGENCY1' })).problem.code).toBe('TRUST_NOT_ALLOWED');
    expect((await hub.ask(path, { by: 'KG.MOL' })).status).toBe(200);
    const reference = { authority: demand.authority, id: demand.id };
    const statement = closeDemand(hub.key('RU.MOL statement'), hub.now(), {
      demand: reference,
      reason: 'ENDED',
    });
    await hub.client('RU.MOL').closeDemand(reference, statement);
    const refused = await hub.ask(PATH, {
      body: { statement: demandStatement(hub, sampleDemand()) },
      by: 'RU.MOL',
    });
    expect(refused.problem).toMatchObject({ status: 422, code: 'RULE_NO_CONTRACT' });
  } finally {
    await hub.close();
  }
});
