import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '#platform';
import { codeOfAsync, until } from '#testing';
import { KafkaCluster, requireJava } from '#testing/kafka';
import type { Message } from '../fan-out.ts';
import { KafkaFanOut } from './kafka.fan-out.ts';

const LOGIN = { name: 'hub', password: 'p@ss:word/?' };

describe('brokers that speak TLS and let only one user in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secured-'));
  const authority = join(folder, 'authority.pem');
  let cluster: KafkaCluster;
  beforeAll(async () => {
    await requireJava();
    cluster = await KafkaCluster.start({ tls: true, login: LOGIN });
    writeFileSync(authority, cluster.authority!);
  });
  afterAll(async () => {
    await cluster?.kill();
    rmSync(folder, { recursive: true });
  });

  /** As a process opens it, by its URL. */
  const open = (password: string, options: Record<string, string>) => {
    const query = new URLSearchParams({ partitions: '3', ...options });
    const login = `${LOGIN.name}:${encodeURIComponent(password)}`;
    const url = `kafka://${login}@${cluster.brokers.join(',')}?${query}`;
    const { FAN_OUT_URL } = readConfiguration({ FAN_OUT_URL: url }, ['FAN_OUT_URL']);
    if (FAN_OUT_URL.kind !== 'kafka') throw new Error('another kind of URL');
    return KafkaFanOut.open(FAN_OUT_URL, { wait: 100 });
  };

  test.each(['plain', 'scram-sha-256', 'scram-sha-512'])('carry messages, by %s', async (sasl) => {
    const state = `S${randomUUID()}`;
    const fanOut = open(LOGIN.password, { authority, sasl });
    const lane = await fanOut.lane(state);
    const message = { authority: 'RU.MOH', key: 'k', event: 'e', value: 'v', laneKey: 'l' };
    await lane.publish([message], '01');
    const given: Message[] = [];
    await fanOut.consume(state, 'RU.MOH', async (one) => void given.push(one));
    await until(() => given.length > 0);
    expect(given).toEqual([message]);
    await fanOut.close();
  });

  test.each([
    ['another password', 'wrong', () => ({ authority })],
    ['no trust in their certificate', 'p@ss:word/?', () => ({ tls: 'on' })],
  ])('are no store for whom has %s', async (_, password, options) => {
    const fanOut = open(password, options());
    expect(await codeOfAsync(() => fanOut.lane('KG'))).toBe('STORE_UNAVAILABLE');
    await fanOut.close();
  });
});
