import { endorseAuthority, endorseKey, reportCompromise, retireKey } from '#client';
import { later, type ErrorCode } from '#kernel';
import { generateKey } from '#signing';
import { TestHub } from '../hub.samples.ts';

const PATH = '/v1/participants/statements';

describe('a statement about participants', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start({ contracts: [] })));
  afterAll(() => hub.close());

  const submit = (statement: string) => hub.ask(PATH, { body: { statement } });
  const newKey = (holder: string, use: 'record' | 'request' = 'record') => {
    const { alg, jwk, kid } = generateKey(holder, use);
    const at = hub.now();
    return { kid, key: { holder, use, alg, jwk, validFrom: at, validUntil: later(at, 3600) } };
  };
  const read = (id: string) => hub.ask(`/v1/participants/${id}`);

  test('needs no request signature, and gives the same receipt whenever it comes', async () => {
    const { kid, key } = newKey('KG.MOH');
    const statement = endorseKey(hub.key('KG root'), hub.now(), { key });
    const first = await submit(statement);
    expect(first.status).toBe(201);
    expect((await submit(statement)).text).toBe(first.text);
    expect((await read('KG.MOH')).json<{ keys: object[] }>().keys).toContainEqual(
      expect.objectContaining({ kid, holder: 'KG.MOH', retiredAt: null }),
    );
  });

  test('retires a key, or reports it', async () => {
    const { kid } = await hub.endorsed('KG.MOH', 'record');
    const root = hub.key('KG root');
    expect((await submit(retireKey(root, hub.now(), { kid }))).status).toBe(201);
    const since = later(hub.now(), -1);
    expect((await submit(reportCompromise(root, hub.now(), { kid, since }))).status).toBe(201);
    expect((await read('KG.MOH')).json<{ keys: object[] }>().keys).toContainEqual(
      expect.objectContaining({ kid, retiredAt: expect.any(String), compromisedSince: since }),
    );
  });

  test.each<[string, number, ErrorCode, () => string]>([
    [
      "by another state's root",
      403,
      'TRUST_WRONG_ISSUER',
      () =>
        endorseKey({ ...hub.key('RU root'), holder: 'KG' }, hub.now(), {
          key: newKey('KG.MOH').key,
        }),
    ],
    [
      'by a key of the hub',
      403,
      'TRUST_KEY_NOT_ENDORSED',
      () =>
        endorseKey({ ...hub.key('HUB receipt'), holder: 'KG' }, hub.now(), {
          key: newKey('KG.MOH').key,
        }),
    ],
    [
      'about an authority nobody endorsed',
      422,
      'RULE_AUTHORITY_UNKNOWN',
      () => endorseKey(hub.key('KG root'), hub.now(), { key: newKey('KG.NOBODY').key }),
    ],
    [
      'that says otherwise than one before',
      409,
      'RULE_ALREADY_ENDORSED',
      () =>
        endorseAuthority(hub.key('KG root'), hub.now(), {
          authority: { id: 'KG.MOH', name: 'Another', roles: ['auditor'], signsContracts: true },
        }),
    ],
    [
      'signed in the future',
      403,
      'TRUST_IAT_IN_FUTURE',
      () => endorseKey(hub.key('KG root'), later(hub.now(), 3600), { key: newKey('KG.MOH').key }),
    ],
    ['that is none', 400, 'WIRE_NOT_JWS', () => 'nothing'],
  ])('is refused %s: %i %s', async (_, status, code, make) => {
    expect((await submit(make())).problem).toMatchObject({ status, code });
  });

  test('is in the trust list, which anybody may read and keep for a moment', async () => {
    const answer = await hub.ask('/v1/trust-list');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=1');
    const types = answer.lines<{ type: string }>().map(({ type }) => type);
    expect(types.filter((type) => type === 'StateAdmitted')).toHaveLength(5);
    const genesis = await hub.ask('/v1/genesis');
    expect(genesis.json()).toEqual(hub.federation.genesis);
  });

  test('is read by state, authority and agency', async () => {
    expect((await read('KG')).json()).toMatchObject({
      id: 'KG',
      memberships: [{ status: 'member' }],
    });
    expect((await read('KG.MOH')).json()).toMatchObject({
      id: 'KG.MOH',
      roles: ['health-ministry'],
    });
    expect((await read('RU.AGENCY1')).json()).toMatchObject({ licences: [{ number: 'RU-0001' }] });
    expect((await read('KG.NOBODY')).problem.code).toBe('RULE_AUTHORITY_UNKNOWN');
    expect((await read('nobody')).problem.code).toBe('WIRE_SCHEMA_MISMATCH');
  });
});
