import { randomUUID } from 'node:crypto';
import { parseCredential, resolve } from '#credentials';
import type { Message } from '#fan-out';
import { generateKey, publicHalf, unwrapLaneKey } from '#signing';
import { until } from '#testing';
import {
  AT,
  contract,
  EVERYBODY,
  hubLaneKey,
  recipient,
  sampleHub,
  secrets,
} from './relay.samples.ts';

let hub: Awaited<ReturnType<typeof sampleHub>>;
beforeEach(async () => (hub = await sampleHub()));
afterEach(() => hub.close());

test('a record goes to each authority with what is granted to it, from one state to another', async () => {
  const { event, stream } = await hub.issue(hub.subject);
  hub.relay();
  const health = await hub.receive('RU.MOH');
  const labour = await hub.receive('RU.MOL');
  const other = await hub.receive('KZ.MOH');
  await until(() => [health, labour, other].every(({ deliveries }) => deliveries.length === 1));

  const [delivery] = health.deliveries;
  expect(delivery).toEqual({
    event: {
      id: event,
      type: 'CertificateIssued',
      stream,
      revision: 0,
      recordedAt: AT,
      under: [contract],
    },
    subject: secrets.pairwiseSubject('RU.MOH', { controller: 'KG', subject: hub.subject }),
    presentation: expect.any(String),
  });
  const seen = [health, labour, other].map(({ deliveries: [one] }) =>
    Object.keys(resolve(parseCredential((one as { presentation: string }).presentation)).claims),
  );
  expect(seen[0]).toContain('documentType');
  expect(seen[1]).not.toContain('documentType');
  expect(seen[2]).toContain('documentType');

  const [one, two, three] = [health, labour, other].map(({ messages }) => messages[0]!);
  expect(one!.key).toBe(two!.key);
  expect(one!.key).not.toBe(three!.key);
  expect(JSON.stringify([one, two, three])).not.toContain(hub.subject);
});

test('what becomes of a record follows it, and a certificate can be shared later', async () => {
  const { stream, reference } = await hub.issue(hub.subject, { to: [recipient('KZ.MOH')] });
  const to = [recipient('RU.MOH')];
  await hub.append(stream, { type: 'CertificateShared', data: reference, under: [contract], to });
  await hub.append(stream, {
    type: 'CertificateRevoked',
    data: { ...reference, reason: 'NEW_FINDING', effectiveFrom: AT, statement: 'a.b.c' },
    to,
  });
  hub.relay();
  const { deliveries } = await hub.receive('RU.MOH');
  await until(() => deliveries.length === 2);
  const [shared, revoked] = deliveries;
  expect(shared).toMatchObject({
    event: { type: 'CertificateShared' },
    presentation: expect.stringMatching(/^[^~]+~.+~$/),
  });
  expect(revoked).toEqual({
    event: expect.objectContaining({ type: 'CertificateRevoked', revision: 2, under: [] }),
    subject: shared!.subject,
    data: { ...reference, reason: 'NEW_FINDING', effectiveFrom: AT },
    statement: 'a.b.c',
  });
});

test('what is no record goes to whom it names, as the statement that it is', async () => {
  const stream = `notice-KG.MOL-${randomUUID()}`;
  const notice = { wage: 7, statement: 'a.b.c' };
  const to = [recipient('RU.MOL')];
  await hub.append(stream, { type: 'NoticeGiven', data: notice, under: [contract], to }, 'KG.MOL');
  await hub.append(stream, { type: 'NoticeClosed', data: { reason: 'DONE' }, to }, 'KG.MOL');
  hub.relay();
  const { deliveries, messages } = await hub.receive('RU.MOL');
  await until(() => deliveries.length === 2);
  const subject = secrets.pairwiseSubject('RU.MOL', { controller: 'KG', subject: stream });
  expect(deliveries).toEqual([
    {
      event: expect.objectContaining({ type: 'NoticeGiven', stream, under: [contract] }),
      ...{ subject, data: { wage: 7 }, statement: 'a.b.c' },
    },
    { event: expect.objectContaining({ revision: 1 }), subject, data: { reason: 'DONE' } },
  ]);
  expect(messages[0]!.key).toBe(messages[1]!.key);
});

test('a relay goes on where the lane stands', async () => {
  const first = hub.relay();
  const { deliveries } = await hub.receive('RU.MOH');
  await hub.issue(hub.subject);
  await until(() => deliveries.length === 1);
  await first.close();
  await hub.issue(hub.subject, { n: 2 });
  hub.relay();
  await until(() => deliveries.length === 2);
  await hub.issue(hub.subject, { n: 3 });
  await until(() => deliveries.length === 3);
  expect(new Set(deliveries.map(({ event }) => event.id)).size).toBe(3);
});

test('a relay whose lane another has taken stops', async () => {
  hub.relay(['RU']);
  await hub.issue(hub.subject);
  const { deliveries } = await hub.receive('RU.MOH');
  await until(() => deliveries.length === 1);
  const lane = await hub.fanOut.lane('RU');
  await hub.issue(hub.subject, { n: 2 });
  await until(() => hub.reports.length === 1);
  expect(hub.reports[0]).toMatchObject({ state: 'RU', code: 'STORE_FENCED' });
  expect(await lane.position()).toBeDefined();
  expect(deliveries).toHaveLength(1);
});

test('many events keep their order per worker', async () => {
  const subjects = [1, 2, 3].map(() => randomUUID());
  const streams: string[] = [];
  for (let n = 0; n < 9; n++) streams.push((await hub.issue(subjects[n % 3]!, { n })).stream);
  for (const stream of streams)
    await hub.append(stream, {
      type: 'ReviewOpened',
      data: { reason: 'ISSUER_DOUBT' },
      to: EVERYBODY,
    });
  hub.relay();
  const { deliveries } = await hub.receive('RU.MOL');
  await until(() => deliveries.length === 18);
  for (const subject of new Set(deliveries.map((one) => one.subject))) {
    const own = deliveries
      .filter((one) => one.subject === subject)
      .map(({ event }) => event.stream);
    expect(own).toHaveLength(6);
    expect(own.slice(0, 3)).toEqual(own.slice(3));
  }
});

describe('an erasure', () => {
  const nameOf = ({ issuer, id }: { issuer: string; id: string }) => ({ issuer, id });
  const erase = async (subject: string, records: readonly object[]) => {
    await hub.append(`subject-${subject}`, {
      type: 'SubjectErased',
      data: { controller: 'KG', subject, records, basis: 'LAW', statement: 'a.b.c' },
      to: EVERYBODY,
    });
    await hub.vault.destroy({ owner: { controller: 'KG', subject } });
  };

  test('takes waiting messages of the worker out of the lane and leaves a notice', async () => {
    const relay = hub.relay();
    const { reference } = await hub.issue(hub.subject);
    const second = await hub.issue(hub.subject, { n: 3 });
    const other = await hub.issue(randomUUID(), { n: 2 });
    await until(async () => (await hub.fanOut.waiting('RU', 'RU.MOH')) === 3);
    await erase(hub.subject, [reference, second.reference].map(nameOf));
    // Two go, the notice comes.
    await until(async () => (await hub.fanOut.waiting('RU', 'RU.MOH')) === 2);
    const { deliveries } = await hub.receive('RU.MOH');
    await until(() => deliveries.length === 2);
    await relay.close();
    // Of two workers' deliveries either may come first.
    const notice = deliveries.find(({ event }) => event.type === 'SubjectErased');
    expect(deliveries.find((one) => one !== notice)?.event.id).toBe(other.event);
    expect(notice).toEqual({
      event: expect.objectContaining({ type: 'SubjectErased' }),
      subject: secrets.pairwiseSubject('RU.MOH', { controller: 'KG', subject: hub.subject }),
      data: { records: [reference, second.reference].map(nameOf), basis: 'LAW' },
      statement: 'a.b.c',
    });
  });

  test('in one batch with the record takes it out too', async () => {
    const { reference } = await hub.issue(hub.subject);
    await hub.append(`subject-${hub.subject}`, {
      type: 'SubjectErased',
      data: {
        ...{ controller: 'KG', subject: hub.subject, basis: 'LAW', statement: 'a.b.c' },
        records: [{ issuer: 'KG.MOH', id: reference.id }],
      },
      to: EVERYBODY,
    });
    const other = await hub.issue(randomUUID(), { n: 2 });
    hub.relay();
    // The notice, and what came after it.
    await until(async () => (await hub.fanOut.waiting('RU', 'RU.MOH')) === 2);
    const { deliveries } = await hub.receive('RU.MOH');
    await until(() => deliveries.length === 2);
    const [notice] = deliveries.filter(({ event }) => event.id !== other.event);
    expect(notice!.event.type).toBe('SubjectErased');
  });

  test('names to an authority only the records that went to it', async () => {
    const seen = await hub.issue(hub.subject, { to: [recipient('RU.MOH')] });
    const unseen = await hub.issue(hub.subject, { n: 2, to: [recipient('KZ.MOH')] });
    const records = [seen, unseen].map(({ reference: { issuer, id } }) => ({ issuer, id }));
    await erase(hub.subject, records);
    hub.relay();
    const { deliveries } = await hub.receive('RU.MOH');
    await until(() => deliveries.some(({ event }) => event.type === 'SubjectErased'));
    expect(deliveries.at(-1)).toMatchObject({ data: { records: [records[0]] } });
  });

  test('met later than the key was destroyed, the record is withheld', async () => {
    await hub.issue(hub.subject);
    await hub.vault.destroy({ owner: { controller: 'KG', subject: hub.subject } });
    hub.relay();
    const { deliveries } = await hub.receive('RU.MOH');
    await until(() => deliveries.length === 1);
    expect(deliveries[0]).toMatchObject({ withheld: 'ERASED' });
  });
});

describe('a redrive', () => {
  test('makes the message anew, and those behind it, in order and marked', async () => {
    const { event, stream, reference } = await hub.issue(hub.subject);
    const data = { ...reference, statement: 'a.b.c' };
    await hub.append(stream, { type: 'CertificateRevoked', data, to: EVERYBODY });
    const { deliveries } = await hub.receive('RU.MOH');
    const labour = await hub.receive('RU.MOL');
    hub.relay();
    await until(() => deliveries.length === 2 && labour.deliveries.length === 2);
    const redrive = await hub.append('deliveries-RU.MOH', {
      type: 'DeliveryRedriven',
      data: { authority: 'RU.MOH', event, stream },
    });
    await until(() => deliveries.length === 4);
    expect(deliveries.slice(2)).toEqual(
      deliveries.slice(0, 2).map((delivery) => ({ ...delivery, redriven: redrive })),
    );
    expect(labour.deliveries).toHaveLength(2);
  });

  test('of an erased record withholds it', async () => {
    const { event, stream } = await hub.issue(hub.subject);
    const { deliveries } = await hub.receive('RU.MOH');
    hub.relay();
    await until(() => deliveries.length === 1);
    await hub.vault.destroy({ owner: { controller: 'KG', subject: hub.subject } });
    await hub.append('deliveries-RU.MOH', {
      type: 'DeliveryRedriven',
      data: { authority: 'RU.MOH', event, stream },
    });
    await until(() => deliveries.length === 2);
    expect(deliveries[1]).toMatchObject({ withheld: 'ERASED' });
  });
});

test('messages are for the newest encryption key; without one the authority is reported and the others get theirs', async () => {
  const { event } = await hub.issue(hub.subject, {
    to: [recipient('RU.MOH'), recipient('RU.FMBA')],
  });
  const newer = generateKey('RU.MOH', 'encryption');
  await hub.endorse(newer);
  const messages: Message[] = [];
  await hub.fanOut.consume('RU', 'RU.MOH', async (message) => void messages.push(message));
  hub.relay(['RU']);
  await until(() => messages.length === 1 && hub.reports.length === 1);
  await expect(
    unwrapLaneKey(messages[0]!.laneKey, newer, publicHalf(hubLaneKey)),
  ).resolves.toBeDefined();
  expect(hub.reports).toEqual([
    { what: 'an authority has no encryption key', authority: 'RU.FMBA', event },
  ]);
});
