import { readFile, writeFile } from 'node:fs/promises';
import type { VerifiedBundle } from '#client';
import type { CommandLine } from '../stage/command-line.ts';
import { Desk, type Outcome } from '../stage/desk.ts';
import { Stage } from '../stage/stage.ts';

describe('evidence at the command line', () => {
  let stage: Stage;
  let desk: Desk;
  let eurasec: CommandLine;
  let pushed: Outcome;
  beforeAll(async () => {
    stage = await Stage.start();
    desk = new Desk(stage);
    eurasec = desk.eurasec;
    await eurasec.conclude('kg-ru-kz', ['KG.MOH', 'RU.MOH', 'KZ.MOH']);
    [pushed] = (await desk.push((await desk.issued(1)).file)) as [Outcome];
  });
  afterAll(() => stage.close());

  test('proves a receipt, with witnesses, and from one file with no hub', async () => {
    const receipt = await desk.write('receipt.json', JSON.stringify({ receipt: pushed.receipt }));
    const verify = ['verify-receipt', receipt, '--save', 'kept.tlog-proof'];
    expect(await eurasec.done('KG.MOH', ...verify)).toMatch(/is in the log\n.*witnesses +\w/s);
    const list = await fetch(`${stage.origin}/v1/trust-list`);
    await writeFile(desk.path('trust-list.ndjson'), await list.text());
    const offline = ['kept.tlog-proof', '--trust-list', 'trust-list.ndjson'];
    const away = ['--hub', 'http://127.0.0.1:1'];
    const proved = await eurasec.done('', 'verify-receipt', ...offline, ...away);
    expect(proved).toContain(`certificate-KG.MOH-${pushed.record!.id}`);
  });

  test('answers about any moment, and again from what was kept', async () => {
    const about = ['audit', 'as-of', 'record', `KG.MOH/${pushed.record!.id}`];
    const told = await eurasec.done('KZ.AUDIT', ...about, '--save', 'answer.json');
    expect(told).toContain('"status": "ISSUED"');
    const away = ['--from', 'answer.json', '--hub', 'http://127.0.0.1:1'];
    expect(await eurasec.done('', ...about, ...away)).toBe(told);
    const other = await eurasec.run('', 'audit', 'as-of', 'participant', 'KG', ...away);
    expect([other.exit, other.err]).toEqual([1, expect.stringContaining('TRUST_ANSWER_MISMATCH')]);
  });

  test('of a record is downloaded, and verified with no hub', async () => {
    const get = ['evidence', 'get', 'KG.MOH', pushed.record!.id, '--out', 'evidence.zip'];
    expect(await eurasec.done('KZ.AUDIT', ...get)).toMatch(/^evidence\.zip +\d+ bytes\n$/);
    const verify = ['evidence', 'verify', 'evidence.zip', '--hub', 'http://127.0.0.1:1'];
    const told = await eurasec.done('', ...verify);
    expect(told).toMatch(/^PROVED +the zip, byte for byte.+\n/);
    expect(told).toMatch(/\nproved +record KG\.MOH .+\nstatus +ISSUED\n/);
  });

  test('names what was changed in it', async () => {
    const bytes = await readFile(desk.path('evidence.zip'));
    const at = bytes.indexOf('"type":"CertificateIssued"');
    await writeFile(desk.path('changed.zip'), bytes.fill('X', at + 8, at + 9));
    const { exit, out } = await eurasec.run('', 'evidence', 'verify', 'changed.zip', '--json');
    expect(exit).toBe(1);
    const { isProved, steps } = JSON.parse(out) as VerifiedBundle;
    expect(isProved).toBe(false);
    expect(steps[0]).toMatchObject({
      ...{ step: 'CONTAINER', result: 'FAILED', code: 'TRUST_EVIDENCE_ALTERED' },
      file: 'log/events.ndjson',
    });
    expect((await eurasec.run('', 'evidence', 'verify', 'nothing.zip')).exit).toBe(2);
  });
});
