import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import type { ReplayedEvent } from '#client';
import { until } from '#testing';
import { Desk } from '../stage/desk.ts';
import { Stage } from '../stage/stage.ts';

describe('a push that breaks off', () => {
  let stage: Stage;
  let desk: Desk;
  beforeAll(async () => {
    stage = await Stage.start();
    desk = new Desk(stage);
    await desk.eurasec.conclude('kg-ru', ['KG.MOH', 'RU.MOH']);
  });
  afterAll(() => stage.close());

  async function issuedEvents(): Promise<ReplayedEvent[]> {
    const events = [];
    const auditor = await stage.client('KZ.AUDIT');
    for await (const event of auditor.replay({ type: 'CertificateIssued' })) events.push(event);
    return events;
  }

  test('goes on where it was when the command was killed, and stores nothing twice', async () => {
    const { file } = await desk.issued(1_200);
    const receipts = desk.path(`${file}.receipts.ndjson`);
    const child = desk.eurasec.begin('KG.MOH', 'push', file);
    const ended = once(child, 'exit');
    await until(
      () => child.exitCode !== null || (existsSync(receipts) && statSync(receipts).size > 0),
    );
    child.kill('SIGKILL');
    await ended;
    const { exit, err } = await desk.eurasec.run('KG.MOH', 'push', file);
    expect(exit).toBe(0);
    expect(err).toMatch(/^1200 accepted \(\d+ of them before\), 0 refused\.\n$/);
    expect(await desk.lines(`${file}.receipts.ndjson`)).toHaveLength(1_200);
    expect(await issuedEvents()).toHaveLength(1_200);
  });

  test('waits for a hub that was killed under it', async () => {
    const before = (await issuedEvents()).length;
    const { file } = await desk.issued(400);
    const running = desk.push(file);
    await stage.process.kill();
    await stage.restart();
    const outcomes = await running;
    expect(outcomes).toHaveLength(400);
    expect(outcomes.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
    expect(await issuedEvents()).toHaveLength(before + 400);
  });
});
