import { randomUUID } from 'node:crypto';
import {
  confirmDeliveries,
  openDeliveries,
  redriveDelivery,
  revoke,
  type HubRefusal,
} from '#client';
import { recordDigest } from '#credentials';
import { deliveries, type DeliveryReceipt } from '#exchange';
import { replayed } from '../audit/replay.samples.ts';
import { TestHub, type Certificate } from '../hub.samples.ts';
import { unheardBehind } from './unheard.ts';

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

  /** A record and its end, as the store names them. */
  const revoked = async () => {
    const { issuer, id, record } = await hub.pushed();
    const digest = recordDigest(record.slice(0, record.indexOf('~')));
    const statement = revoke(hub.key('KG.MOH statement'), hub.now(), {
      ...{ record: { issuer, id, digest }, reason: 'CLERICAL_ERROR' },
    });
    await hub.client('KG.MOH').revoke(issuer, id, statement);
    return (await hub.events()).filter(({ stream }) => stream.endsWith(id));
  };
  const everyOpen = (by: string) => Array.fromAsync(openDeliveries(hub.client(by)));

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

  test('that have no answer for good are listed, by how they stand', async () => {
    const [waits, stopped, settled] = [await hub.pushed(), await revoked(), await hub.pushed()];
    const [first, held] = stopped;
    const [unheard, done] = [await eventOf(waits), await eventOf(settled)];
    await confirm([receipt(done.id)], 'RU.MOL');
    await confirm(
      [receipt(first!.id, { outcome: 'PARKED', reason: 'UPSTREAM_REFUSED' })],
      'RU.MOL',
    );
    const listed = (await everyOpen('RU.MOL')).filter(({ stream }) =>
      [unheard, done, first!].some((one) => one.stream === stream),
    );
    expect(listed.map(({ event, standing, reason }) => [event, standing, reason])).toEqual([
      [unheard.id, 'UNHEARD', undefined],
      [first!.id, 'PARKED', 'UPSTREAM_REFUSED'],
      [held!.id, 'HELD', undefined],
    ]);
    expect(listed[1]).toMatchObject({
      type: 'CertificateIssued',
      revision: 0,
      since: expect.any(String),
    });
    await redriveDelivery(hub.client('RU.MOL'), { event: first!.id, stream: first!.stream });
    const after = (await everyOpen('RU.MOL')).filter(({ stream }) => stream === first!.stream);
    expect(after.map(({ standing }) => standing)).toEqual(['UNHEARD', 'UNHEARD']);
    expect(await everyOpen('TJ.MOH')).toEqual([]);
  });

  describe('that never were heard of', () => {
    const everything = async (by: string) => {
      const client = hub.client(by);
      const redriven = [];
      for (let after: string | undefined; ;) {
        const page = await client.redriveUnheard(after);
        redriven.push(...page.redriven);
        if (page.next === undefined) return redriven;
        after = page.next;
      }
    };

    test('are sent again, each record from its first such event on', async () => {
      const [both, second, none, stopped] = [
        await revoked(),
        await revoked(),
        await revoked(),
        await revoked(),
      ];
      await confirm([...none, second[0]!].map(({ id }) => receipt(id)));
      await confirm([receipt(stopped[0]!.id, parked)]);
      const asked = await everything('RU.MOH');
      const of = (stream: string) => asked.filter((one) => one.stream === stream);
      expect(of(both[0]!.stream)).toEqual([
        { event: both[0]!.id, stream: both[0]!.stream, revision: 0 },
      ]);
      expect(of(second[0]!.stream)).toEqual([
        { event: second[1]!.id, stream: second[0]!.stream, revision: 1 },
      ]);
      expect([...of(none[0]!.stream), ...of(stopped[0]!.stream)]).toEqual([]);
      const redriven = (await hub.events()).filter(({ type }) => type === 'DeliveryRedriven');
      expect(redriven.slice(-asked.length).map(({ data }) => JSON.parse(data) as object)).toEqual(
        asked.map(({ event, stream }) => ({ authority: 'RU.MOH', event, stream })),
      );
      const { findings } = await replayed(hub);
      expect(findings.filter(({ type }) => type === 'DeliveryRedriven')).toEqual([]);
    });

    test('are asked for by whom they went to, of a page behind a position', async () => {
      const events = await revoked();
      const { redriven, next } = await hub.client('RU.MOL').redriveUnheard(events[0]!.position);
      expect(redriven.map(({ event }) => event)).toEqual([]);
      expect(next).toBeUndefined();
      expect(await everything('TJ.MOH')).toEqual([]);
    });

    test('come in pages', async () => {
      const first = await revoked();
      const last = await revoked();
      const { store } = hub.running.parts;
      const before = (await hub.events()).find(({ id }) => id === first[0]!.id)!.position;
      const asked = { store, authority: 'RU.MOH', state: deliveries.initial };
      const page = (after: string, most: { lookedAt?: number; named?: number }) =>
        unheardBehind(asked, after, { ...{ lookedAt: 1_000, named: 1_000 }, ...most });
      const one = await page('start', { named: 1 });
      expect(one.redriven).toHaveLength(1);
      expect((await page(one.next!, { named: 1 })).redriven).not.toEqual(one.redriven);
      const looked = await page('start', { lookedAt: 1 });
      expect(looked).toEqual({ redriven: [], next: (await hub.events())[0]!.position });
      const rest = await page(before, {});
      expect(rest.redriven).toEqual([expect.objectContaining({ event: last[0]!.id })]);
      expect(rest.next).toBeUndefined();
    });
  });
});
