import { confirmDeliveries, eraseWorker } from '#client';
import { until } from '#testing';
import { TestHub, type Certificate } from './hub.samples.ts';

describe('an authority', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const eventOf = async ({ issuer, id }: Certificate) =>
    (await hub.running.parts.store.readStream(`certificate-${issuer}-${id}`))[0]!;

  test('says what became of its deliveries, asks for a parked one again, and for none of another', async () => {
    const event = await eventOf(await hub.pushed());
    const receipt = { event: event.id, digest: 'A'.repeat(43), time: hub.now() };
    const confirm = (by: string, outcome: 'PARKED' | 'DELIVERED', authority = 'RU.MOL') => {
      const statement = confirmDeliveries(hub.key(`${by} statement`), hub.now(), {
        authority,
        receipts: [
          { ...receipt, outcome, ...(outcome === 'PARKED' && { reason: 'UPSTREAM_REFUSED' }) },
        ],
      });
      return hub.ask('/v1/deliveries/receipts', { body: { statement }, by });
    };
    const parked = (by: string) => hub.ask('/v1/deliveries?status=parked', { by });
    expect((await confirm('RU.MOL', 'PARKED')).json()).toEqual({ confirmed: 1 });
    expect((await confirm('RU.MOL', 'PARKED')).json()).toEqual({ confirmed: 0 });
    expect((await confirm('RU.MOH', 'DELIVERED')).problem.code).toBe('TRUST_NOT_ALLOWED');
    await until(
      async () => (await parked('RU.MOL')).json<{ parked: object[] }>().parked.length === 1,
    );
    expect((await parked('RU.MOH')).json()).toEqual({ parked: [] });
    const redrive = (by: string, stream = event.stream) =>
      hub.ask(`/v1/deliveries/${event.id}/redrive`, { body: { stream }, by });
    expect((await redrive('TJ.MOH')).problem.code).toBe('RULE_DELIVERY_UNKNOWN');
    expect((await redrive('RU.MOL', 'certificate-none')).problem.code).toBe(
      'RULE_DELIVERY_UNKNOWN',
    );
    expect((await redrive('RU.MOL')).json()).toEqual({ redriven: event.id });
    await until(
      async () => (await parked('RU.MOL')).json<{ parked: object[] }>().parked.length === 0,
    );
  });

  test('has a worker erased, if it is the controller’s', async () => {
    const certificate = await hub.pushed();
    const { issuer, id } = certificate;
    const erase = (by: string, record = { issuer, id }) => {
      const basis = 'CONSENT_WITHDRAWN';
      const statement = eraseWorker(hub.key(`${by} statement`), hub.now(), { record, basis });
      return hub.ask('/v1/erasures', { body: { statement }, by });
    };
    expect((await erase('RU.MOH')).problem.code).toBe('TRUST_NOT_ALLOWED');
    const unknown = await hub.certificate();
    expect((await erase('KG.MOH', { issuer, id: unknown.id })).problem.code).toBe(
      'RULE_RECORD_UNKNOWN',
    );
    expect((await erase('KG.MOH')).status).toBe(201);
    const path = `/v1/medical-certificates/${issuer}/${id}`;
    const shown = (await hub.ask(path, { by: 'RU.MOH' })).json<{ presentation: string }>();
    expect(shown.presentation).toBe('ERASED');
    const again = await hub.ask('/v1/medical-certificates', {
      body: certificate.push,
      by: 'KG.MOH',
    });
    expect(again.status).toBe(200);
  });

  test('draws status indices of its own list, each used once', async () => {
    const draw = (count: number, by = 'KG.MOH') =>
      hub.ask('/v1/status-lists/KG.MOH/allocations', { body: { count }, by });
    const { indices } = (await draw(500)).json<{ indices: number[] }>();
    expect(new Set(indices).size).toBe(500);
    expect((await draw(1, 'RU.MOH')).problem.code).toBe('TRUST_NOT_ALLOWED');
    expect((await draw(0)).problem.pointer).toBe('/count');
    expect((await draw(10_001)).problem.pointer).toBe('/count');
    const first = await hub.pushed({ clearances: 1 });
    const other = await hub.certificate();
    const push = { ...other.push, clearances: first.clearances };
    const spent = await hub.ask('/v1/medical-certificates', { body: push, by: 'KG.MOH' });
    expect(spent.problem.code).toBe('RULE_CLEARANCE_MISMATCH');
  });

  test('pushes no clearance whose index was used before', async () => {
    const list = await hub.client('KG.MOH').allocateStatusIndices('KG.MOH', 1);
    const status = list.indices.map((index) => ({ list: list.uri, index }));
    await hub.pushed({ status });
    const { push } = await hub.certificate({ status });
    const spent = await hub.ask('/v1/medical-certificates', { body: push, by: 'KG.MOH' });
    expect(spent.problem).toMatchObject({
      status: 409,
      code: 'RULE_STATUS_INDEX_SPENT',
      pointer: '/clearances/0',
    });
  });

  test('pushes evidence where evidence belongs', async () => {
    const { push } = await hub.certificate();
    const wrong = await hub.ask('/v1/medical-evidence', { body: push, by: 'KG.MOH' });
    expect(wrong.problem).toMatchObject({
      code: 'WIRE_UNKNOWN_RECORD_TYPE',
      pointer: '/record/vct',
    });
  });
});
