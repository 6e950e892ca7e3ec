import { changeLicence, licenseAgency } from '#client';
import { later } from '#kernel';
import type { RegisteredAgency } from '#participants';
import { TestHub } from '../hub.samples.ts';

const PATH = '/v1/participants/agencies';
type Register = { readonly validAt: string; readonly agencies: readonly RegisteredAgency[] };

describe('the register of agencies', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start({ contracts: [] })));
  afterAll(() => hub.close());

  const register = async (query = '') => (await hub.ask(`${PATH}${query}`)).json<Register>();
  const ids = async (query: string) => (await register(query)).agencies.map(({ id }) => id);
  const grant = (agency: string, change: Partial<Parameters<typeof licenseAgency>[2]> = {}) =>
    hub.anybody.submitStatement(
      licenseAgency(hub.key(`${agency.slice(0, 2)}.MOL statement`), hub.now(), {
        act: 'LICENSE',
        agency,
        name: 'Sample Agency',
        number: 'S 1',
        destinations: ['RU'],
        validFrom: '2026-01-01',
        validUntil: '2099-12-31',
        feePolicy: 'CAPPED',
        ...change,
      }),
    );

  test('is read by anybody, and kept for a moment', async () => {
    const answer = await hub.ask(PATH);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=1',
    ]);
    const { agencies, validAt } = answer.json<Register>();
    expect(validAt <= hub.now()).toBe(true);
    expect(agencies).toContainEqual({
      id: 'RU.AGENCY1',
      state: 'RU',
      name: 'Sample Recruitment LLC',
      taxId: null,
      keys: expect.arrayContaining([
        { kid: hub.key('RU.AGENCY1 request').kid, use: 'request', validUntil: expect.any(String) },
      ]),
      licences: [
        expect.objectContaining({ number: 'RU-0001', issuer: 'RU.MOL', status: 'ACTIVE' }),
      ],
    });
  });

  test('is searched by state, destination and status', async () => {
    await grant('KG.AGENCY2', { destinations: ['KZ'], taxId: '02712200610128' });
    expect(await ids('?state=KG&destination=KZ')).toEqual(['KG.AGENCY2']);
    expect(await ids('?destination=KZ&status=ACTIVE')).toEqual(['KG.AGENCY2']);
    expect(await ids('?destination=KZ&status=EXPIRED')).toEqual([]);
    expect(await ids('?state=TJ')).toEqual([]);
  });

  test('follows every act of the authority that granted the licence', async () => {
    await grant('RU.AGENCY3');
    const about = { agency: 'RU.AGENCY3', number: 'S 1' };
    const act = async (name: 'SUSPEND' | 'RESTORE' | 'REVOKE', seconds: number) => {
      const at = later(hub.now(), seconds);
      const key = hub.key('RU.MOL statement');
      await hub.anybody.submitStatement(changeLicence(key, at, { act: name, ...about }));
    };
    const status = async (query = '') =>
      (await register(`?state=RU${query}`)).agencies.find(({ id }) => id === 'RU.AGENCY3')!
        .licences[0]!.status;
    const before = later(hub.now(), -1);
    await act('SUSPEND', 1);
    expect(await status()).toBe('SUSPENDED');
    expect(await status(`&validAt=${before}`)).toBe('ACTIVE');
    await act('RESTORE', 2);
    expect(await status()).toBe('ACTIVE');
    await act('REVOKE', 3);
    expect(await status()).toBe('REVOKED');
    await expect(act('RESTORE', 4)).rejects.toMatchObject({
      problem: { status: 409, code: 'RULE_LICENCE_REVOKED' },
    });
  });

  test('holds no tax number of a person', async () => {
    const granted = grant('RU.AGENCY4', { taxId: '770000000017' });
    await expect(granted).rejects.toMatchObject({
      problem: { code: 'WIRE_SCHEMA_MISMATCH', pointer: '/statement/taxId' },
    });
  });

  test.each([
    ['?state=Kyrgyzstan', '/state'],
    ['?status=GONE', '/status'],
    ['?validAt=yesterday', '/validAt'],
    ['?name=Sample', '/name'],
  ])('is not asked by %s', async (query, pointer) =>
    expect((await hub.ask(`${PATH}${query}`)).problem).toMatchObject({
      code: 'WIRE_SCHEMA_MISMATCH',
      pointer,
    }),
  );
});
