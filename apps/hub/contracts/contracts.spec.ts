import { revoke, suspendContract, terminateContract } from '#client';
import { hashOf, signContract } from '#contracts';
import { recordDigest } from '#credentials';
import { later, type ErrorCode } from '#kernel';
import { until } from '#testing';
import { sampleContract, TestHub } from '../hub.samples.ts';

const PATH = '/v1/exchange-contracts';

describe('an exchange contract', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start({ contracts: [] })));
  afterAll(() => hub.close());

  let count = 0;
  const draft = () => sampleContract({ id: `contract-${++count}` });
  const propose = (document: object, by = 'KG.MOH') => hub.ask(PATH, { body: { document }, by });
  const standing = async (id: string) =>
    (await hub.ask(`${PATH}/${id}`, { by: 'TJ.MOL' })).json<{ standing: string }>().standing;
  const key = (state: string) => hub.key(`${state}.MOH statement`);

  test('lives from proposal to termination, and everybody who takes part can read it', async () => {
    const document = draft();
    const { id } = document;
    const hash = hashOf(document);
    const proposed = await propose(document);
    expect([proposed.status, proposed.json<{ hash: string }>().hash]).toEqual([201, hash]);
    expect((await propose(document)).text).toBe(proposed.text);
    const standings = [await standing(id)];
    for (const state of document.parties) {
      const body = { hash, signature: signContract(document, key(state)) };
      const signed = await hub.ask(`${PATH}/${id}/signatures`, { body, by: `${state}.MOH` });
      expect(signed.status).toBe(201);
      standings.push(await standing(id));
    }
    expect(standings).toEqual(['PROPOSED', 'PROPOSED', 'PROPOSED', 'IN_FORCE']);
    const named = { contract: id, version: 1, hash, effectiveFrom: later(hub.now(), 2) };
    const suspended = await hub.ask(`${PATH}/${id}/suspension`, {
      body: { statement: suspendContract(key('RU'), hub.now(), { ...named, effectiveUntil: later(hub.now(), 3) }) },
      by: 'RU.MOH',
    });
    expect(suspended.status).toBe(201);
    const statement = terminateContract(key('KZ'), hub.now(), named);
    const ended = await hub.ask(`${PATH}/${id}/termination`, { body: { statement }, by: 'KZ.MOH' });
    expect(ended.status).toBe(201);
    expect((await hub.ask(`${PATH}/${id}`, { by: 'KG.MOL' })).json()).toMatchObject({
      terminatedFrom: named.effectiveFrom,
      versions: [{ version: 1, hash, signedBy: document.parties, document }],
    });
    const events = (await hub.ask(PATH, { by: 'KG.MOL' })).lines<{ stream: string; type: string }>();
    expect(events.filter(({ stream }) => stream === `contract-${id}`).map(({ type }) => type)).toEqual([
      'ContractProposed',
      ...Array<string>(3).fill('ContractSigned'),
      'ContractActivated',
      'ContractSuspended',
      'ContractTerminated',
    ]);
  });

  test.each<[string, number, ErrorCode, object, string?]>([
    ['contradicts itself', 422, 'RULE_CONTRACT_INVALID', { parties: ['KG', 'KG'] }],
    ['is no contract', 422, 'RULE_CONTRACT_INVALID', { answerLevel: 'DETAILED' }],
    ['is of others', 422, 'RULE_NOT_A_PARTY', {}, 'TJ.MOH'],
    ['begins with a second version', 409, 'RULE_CONTRACT_VERSION', { version: 2, previous: 'a'.repeat(43) }],
  ])('is not proposed that %s: %i %s', async (_, status, code, change, ...[by]) => {
    expect((await propose({ ...draft(), ...change }, by)).problem).toMatchObject({ status, code });
  });

  test('is signed for a party by who may, over its very bytes', async () => {
    const document = draft();
    const { hash } = (await propose(document)).json<{ hash: string }>();
    const sign = async (signature: object, of = hash, id = document.id) =>
      (await hub.ask(`${PATH}/${id}/signatures`, { body: { hash: of, signature }, by: 'KG.MOH' })).problem.code;
    const other = signContract({ ...document, retentionDays: 1 }, key('KG'));
    expect(await sign(other)).toBe('TRUST_SIGNATURE_INVALID');
    expect(await sign(signContract(document, hub.key('KG.MOL statement')))).toBe('TRUST_NOT_ALLOWED');
    expect(await sign(signContract(document, key('TJ')))).toBe('RULE_NOT_A_PARTY');
    expect(await sign(signContract(document, key('KG')), 'a'.repeat(43))).toBe('RULE_CONTRACT_UNKNOWN');
    expect(await sign(signContract(document, key('KG')), hash, 'nothing')).toBe('RULE_CONTRACT_UNKNOWN');
    expect(await standing(document.id)).toBe('PROPOSED');
  });

  test('is ended by a party, by name, and not in the past', async () => {
    const document = draft();
    const hash = await hub.conclude(document);
    const terminate = async (by: string, change: object = {}) => {
      const named = { contract: document.id, version: 1, hash, effectiveFrom: later(hub.now(), 5), ...change };
      const statement = terminateContract(key(by), hub.now(), named);
      const path = `${PATH}/${document.id}/termination`;
      return (await hub.ask(path, { body: { statement }, by: 'KG.MOH' })).problem.code;
    };
    expect(await terminate('TJ')).toBe('RULE_NOT_A_PARTY');
    expect(await terminate('KG', { contract: 'another' })).toBe('RULE_CONTRACT_UNKNOWN');
    expect(await terminate('KG', { effectiveFrom: later(hub.now(), -60) })).toBe('RULE_EFFECTIVE_TOO_EARLY');
    expect(await terminate('KG', { version: 2 })).toMatch(/^RULE_CONTRACT_/);
    expect(await standing(document.id)).toBe('IN_FORCE');
  });
});

test('after the end of its contract a record is not pushed, and a revocation still goes to whom it went', async () => {
  const document = sampleContract();
  const hub = await TestHub.start({ contracts: [document] });
  try {
    const { issuer, id, record, push } = await hub.pushed();
    const named = { contract: document.id, version: 1, hash: hashOf(document) };
    const effectiveFrom = later(hub.now(), 1);
    const ended = terminateContract(hub.key('RU.MOH statement'), hub.now(), { ...named, effectiveFrom });
    await hub.client('RU.MOH').terminateContract(document.id, ended);
    await until(() => hub.now() > effectiveFrom);
    const pushing = (body: object) =>
      hub.ask('/v1/medical-certificates', { body, by: 'KG.MOH' });
    const refused = await pushing((await hub.certificate()).push);
    expect(refused.problem).toMatchObject({ status: 422, code: 'RULE_NO_CONTRACT' });
    expect((await pushing(push)).status).toBe(200);
    const reference = { issuer, id, digest: recordDigest(record.split('~')[0]!) };
    const statement = revoke(hub.key('KG.MOH statement'), hub.now(), { record: reference, reason: 'NEW_FINDING' });
    await hub.client('KG.MOH').revoke(issuer, id, statement);
    const to = (await hub.events())
      .filter(({ stream }) => stream.endsWith(id))
      .map(({ metadata }) => (JSON.parse(metadata) as { to: object }).to);
    expect(to).toHaveLength(2);
    expect(to[1]).toEqual(to[0]);
  } finally {
    await hub.close();
  }
});
