import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundFederation, HubClient, trialPlan, type Federation } from '#client';
import { medicalCertificateContract, signContract } from '#contracts';
import { SqliteEventStore } from '#event-store/sqlite';
import { PinoLogger } from '#platform';
import { publicHalf } from '#signing';
import { SqliteThread } from '#sqlite';
import { sampleIssue } from '#testing';
import { SqliteVault } from '#vault/sqlite';
import { createHubServer } from './hub-server.ts';
import { openHub } from './hub.life.ts';

test('smoke', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-'));
  const thread = SqliteThread.start();
  const store = await SqliteEventStore.open(thread, join(folder, 'events.db'));
  const accessStore = await SqliteEventStore.open(thread, join(folder, 'access.db'));
  const vault = await SqliteVault.open({
    thread,
    file: join(folder, 'vault.db'),
    epochKeys: join(folder, 'epochs'),
  });
  const port = 18080;
  const origin = `http://127.0.0.1:${port}`;
  const federation: Federation = foundFederation(
    trialPlan(`127.0.0.1:${port}`),
    new Date().toISOString(),
  );
  const key = (name: string) => federation.keys.get(name)!;
  const parts = await openHub(
    { store, accessStore, vault, thread },
    {
      origin,
      authority: `127.0.0.1:${port}`,
      genesisFile: federation.genesis,
      receiptKey: key('HUB receipt'),
      contractMarginSeconds: 0,
      viewAgeLimitSeconds: 10,
      readModelFolder: join(folder, 'views'),
    },
  );
  const app = await createHubServer(parts, new PinoLogger('info'));
  await app.listen(port, '127.0.0.1');
  const client = (holder: string) => new HubClient(origin, key(`${holder} request`));
  const anybody = new HubClient(origin);
  for (const statement of federation.statements) await anybody.submitStatement(statement);
  const document = medicalCertificateContract({
    id: 'kg-ru',
    parties: [
      { state: 'KG', health: 'KG.MOH' },
      { state: 'RU', health: 'RU.MOH' },
    ],
    validFrom: new Date().toISOString(),
    validUntil: '2028-01-01T00:00:00.000Z',
  });
  const { hash } = await client('KG.MOH').proposeContract(document);
  for (const state of ['KG', 'RU'])
    await client(`${state}.MOH`).signContract(
      'kg-ru',
      hash,
      signContract(document, key(`${state}.MOH statement`)),
    );
  const ministry = client('KG.MOH');
  const { uri, indices } = await ministry.allocateStatusIndices('KG.MOH', 2);
  const made = await sampleIssue({
    key: key('KG.MOH record'),
    n: 7,
    status: indices.map((index) => ({ list: uri, index })),
  });
  const push = { record: made.record, clearances: made.clearances };
  const first = await ministry.pushCertificate(push);
  const again = await ministry.pushCertificate(push);
  expect(again.receipt).toBe(first.receipt);
  const { claims } = made;
  const asked = {
    code: claims.verificationCode,
    documentNumber: claims.subject.documents[0]!.number,
    birthDate: claims.subject.birthDate,
    destination: 'RU',
  };
  expect(await client('RU.AGENCY1').verify(asked, publicHalf(key('HUB receipt')))).toMatchObject({
    answer: 'CONFIRMED',
  });
  for await (const line of ministry.pushBatch([push, push])) expect(line.status).toBe(200);
  let n = 0;
  for await (const event of client('KZ.AUDIT').replay()) n += event.stream ? 1 : 0;
  expect(n).toBeGreaterThan(10);
  await app.close();
  await thread.close();
  await rm(folder, { recursive: true });
});
