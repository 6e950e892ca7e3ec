import { randomUUID } from 'node:crypto';
import { confirmDeliveries, type HubRefusal } from '#client';
import type { DeliveryReceipt } from '#exchange';
import { replayed } from '../audit/replay.samples.ts';
import { TestHub, type Certificate } from '../hub.samples.ts';

describe('what became of deliveries', () => {
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start()));
  afterAll(() => hub.close());

  const eventOf = async ({ id }: Certificate) =>
    (await hub.events()).find(({ stream }) => stream.endsWith(id))!;
  const receipt = (event: string, change: Partial<DeliveryReceipt> = {}): DeliveryReceipt => ({
    ...{ event, digest: 'A'.repeat(43), outcome: 'DELIVERED', time: hub.now() },
    ...change,
  });
  const parked = { outcome: 'PARKED', reason: 'R'.repeat(120) } as const;
  const confirm = (receipts: readonly DeliveryReceipt[], authority = 'RU.MOH', by = authority) =>
    hub
      .client(by)
      .confirmDeliveries(
        confirmDeliveries(hub.key(`${by} statement`), hub.now(), { authority, receipts }),
      );
  const codeOf = (action: Promise<unknown>) =>
    action.then(
      () => undefined,
      (error: HubRefusal) => error.code,
    );

  test('is taken once, whatever it comes with again', async () => {
    const [one, other] = [await eventOf(await hub.pushed()), await eventOf(await hub.pushed())];
    expect(await confirm([receipt(one.id)])).toEqual({ confirmed: 1 });
    expect(await confirm([receipt(one.id), receipt(other.id)])).toEqual({ confirmed: 1 });
    expect(await confirm([receipt(one.id), receipt(other.id)])).toEqual({ confirmed: 0 });
    expect((await replayed(hub)).findings).toEqual([]);
  });

  test('is said by nobody else', async () =>
    expect(await codeOf(confirm([receipt(randomUUID())], 'RU.MOH', 'RU.MOL'))).toBe(
      'TRUST_NOT_ALLOWED',
    ));

  test('is taken of 500 deliveries at once, with the longest reasons, and of no more', async () => {
    const receipts = Array.from({ length: 501 }, () => receipt(randomUUID(), parked));
    expect(await confirm(receipts.slice(1))).toEqual({ confirmed: 500 });
    expect(await codeOf(confirm(receipts))).toBe('WIRE_SCHEMA_MISMATCH');
  });

  test('is asked for again where it was parked, by whom it went to', async () => {
    const { id, stream } = await eventOf(await hub.pushed());
    await confirm([receipt(id, parked)], 'RU.MOL');
    const listed = await hub.ask('/v1/deliveries?status=parked', { by: 'RU.MOL' });
    expect(listed.text).toContain(id);
    const again = (by: string) => hub.ask(`/v1/deliveries/${id}/redrive`, { by, body: { stream } });
    expect((await again('BY.MOH')).problem.code).toBe('RULE_DELIVERY_UNKNOWN');
    expect((await again('RU.MOL')).json()).toEqual({ redriven: id });
    await confirm([receipt(id)], 'RU.MOL');
    expect((await again('RU.MOL')).json()).toEqual({ redriven: id });
    const redriven = (await hub.events()).filter(({ type }) => type === 'DeliveryRedriven');
    expect(redriven).toHaveLength(1);
  });
});
