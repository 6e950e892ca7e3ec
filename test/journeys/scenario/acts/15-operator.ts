import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { endorseKey, HubClient, verifyHistory } from '#client';
import { encode } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite';
import { later } from '#kernel';
import type { KeyUse } from '#participants';
import { generateKey, type SigningKey } from '#signing';
import { SqliteThread } from '#sqlite';
import { until } from '#testing';
import type { Cast } from '../cast.ts';
import type { Story } from '../story.ts';
import { outcomeOf } from './04-delivery.ts';

const RECIPIENTS = ['RU.MOH', 'RU.MOL', 'KZ.MOH', 'KZ.MOL'];

/** The hub's operator has every key of the hub and its files, and still cannot speak for a ministry. */
export async function operator(story: Story, cast: Cast): Promise<void> {
  story.act('A dishonest operator');
  const record = generateKey('KG.MOH', 'record');
  const request = generateKey('KG.MOH', 'request');
  await story.step('operator', 'writes two keys of KG.MOH into the store', 'written', async () => {
    await cast.stage.process.stop();
    await forge(cast, [record, request]);
    await cast.stage.restart();
    return 'written';
  });
  const forged = await cast.issue(70, { key: record });
  await story.step('operator', 'pushes with them: the hub believes itself', '201', async () => {
    const hub = new HubClient(cast.stage.origin, request);
    await hub.pushCertificate(forged.push);
    return '201';
  });
  const event = await eventOf(cast, forged.id);
  for (const authority of RECIPIENTS)
    await story.step(`${authority}'s adapter`, 'refuses it', 'TRUST_KEY_NOT_ENDORSED', async () => {
      let outcome: string | undefined;
      await until(async () => (outcome = await outcomeOf(cast, authority, event)) !== undefined);
      return outcome!;
    });
  await story.step('national systems', 'never see it', '0 documents', async () =>
    Promise.resolve(
      `${RECIPIENTS.reduce((sum, authority) => sum + cast.documents(authority, forged).length, 0)} documents`,
    ),
  );
  await story.step('KZ.AUDIT', 'finds what was forged, and nothing else', FOUND, async () => {
    const { findings } = await verifyHistory(cast.stage.genesis, await cast.replay());
    return findings.map(({ type, code }) => `${type} ${code}`).join(', ');
  });
}

const FOUND = [
  'KeyEndorsed TRUST_KEY_NOT_ENDORSED',
  'KeyEndorsed TRUST_KEY_NOT_ENDORSED',
  'CertificateIssued TRUST_KEY_NOT_ENDORSED',
].join(', ');

/** Endorsements that KG's root never signed, appended as the hub would. */
async function forge(cast: Cast, keys: readonly SigningKey[]): Promise<void> {
  const thread = SqliteThread.start();
  const store = await SqliteEventStore.open(thread, join(cast.stage.folder, 'data', 'events.db'));
  const root = generateKey('KG', 'root');
  const at = cast.now();
  const validity = { validFrom: later(at, -3_600), validUntil: later(at, 3_600) };
  for (const { holder, kid, use, alg, jwk } of keys) {
    const key = { holder, use: use as KeyUse, alg, jwk, ...validity };
    const statement = endorseKey(root, at, { key });
    const data = { ...key, kid, statement, signer: root.kid, issuedAt: at };
    const id = randomUUID();
    const nonce = randomBytes(16).toString('base64url');
    const provenance = { id, nonce, correlationId: id, causationId: id };
    const { length } = await store.readStream('state-KG');
    await store.append('state-KG', length - 1, [
      encode({ type: 'KeyEndorsed', data, at, by: 'KG' }, provenance),
    ]);
  }
  await store.close();
  await thread.close();
}

async function eventOf(cast: Cast, id: string): Promise<string> {
  const auditor = await cast.client('KZ.AUDIT');
  const [event] = await Array.fromAsync(
    auditor.replay({ streamPrefix: `certificate-KG.MOH-${id}` }),
  );
  return event!.id;
}
