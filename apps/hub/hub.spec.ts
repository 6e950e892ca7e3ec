import { until } from '#testing';
import { TestHub } from './hub.samples.ts';

describe('a hub', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  test('is alive and ready, and tells its figures', async () => {
    expect((await hub.ask('/health/live')).json()).toEqual({ live: true });
    expect((await hub.ask('/health/ready')).json()).toEqual({ ready: true, because: {} });
    expect((await hub.ask('/metrics')).text).toMatch(
      /http_request_duration_seconds_count\{method="POST",route="\/v1\/participants\/statements",status="201"\} \d+/,
    );
  });

  test('lets no answer be kept but what is public', async () => {
    const { headers } = await hub.ask('/v1/exchange-contracts/kg-ru-kz', { by: 'KG.MOH' });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('that is told to stop answers what it has begun, and keeps what it acknowledged', async () => {
    const pushes = await Promise.all(Array.from({ length: 40 }, () => hub.certificate()));
    const body = pushes.map(({ push }) => `${JSON.stringify(push)}\n`).join('');
    const single = await hub.certificate();
    const before = hub.begun;
    const batch = hub.ask('/v1/medical-certificates/batch', {
      body,
      contentType: 'application/x-ndjson',
      by: 'KG.MOH',
    });
    const push = hub.ask('/v1/medical-certificates', { body: single.push, by: 'KG.MOH' });
    await until(() => hub.begun === before + 2);
    await hub.shut();
    expect((await push).status).toBe(201);
    const lines = (await batch).lines<{ status: number }>();
    expect(lines.map(({ status }) => status)).toEqual(Array(40).fill(201));
    await expect(hub.ask('/health/live')).rejects.toThrow();
    await hub.open();
    for (const { id } of [...pushes, single])
      expect(await hub.running.parts.store.readStream(`certificate-KG.MOH-${id}`)).toHaveLength(1);
  });
});
