import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { hashOf, medicalCertificateContract } from '#contracts';
import { parseCredential, recordDigest } from '#credentials';
import { encode } from '#event-store';
import type { Delivery, Message } from '#fan-out';
import { EmbeddedFanOut } from '#fan-out/embedded';
import { Clock, stateOf, type DomainEvent, type Recipient } from '#kernel';
import { generateKey, openMessage, publicHalf, unwrapLaneKey, type SigningKey } from '#signing';
import { sampleIssue, temporaryStore, type SampleChanges } from '#testing';
import { ERASED, packContents } from '#vault';
import { SqliteVault } from '#vault/sqlite';
import { RelaySecrets } from './relay-secrets.ts';
import { Relay } from './relay.ts';

class StoppedClock extends Clock {
  now() {
    return AT;
  }
}

export const AT = '2026-11-24T04:00:00.000Z';
export const hubLaneKey = generateKey('HUB', 'hub');
export const secrets = new RelaySecrets(Buffer.alloc(32, 7));
const encryption = {
  'RU.MOH': generateKey('RU.MOH', 'encryption'),
  'RU.MOL': generateKey('RU.MOL', 'encryption'),
  'KZ.MOH': generateKey('KZ.MOH', 'encryption'),
};
type Name = keyof typeof encryption;
const recordKey = generateKey('KG.MOH', 'record');

const document = medicalCertificateContract({
  id: 'kg-ru-kz',
  parties: ['KG', 'RU', 'KZ'].map((state) => ({ state, health: `${state}.MOH` })),
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
});
export const contract = { contract: document.id, version: 1, hash: hashOf(document) };

export const recipient = (authority: string): Recipient => ({
  authority,
  grants: [...document.grants.entries()]
    .filter(([, { from, to }]) => {
      const isTo =
        'authority' in to
          ? to.authority === authority
          : authority.endsWith('.MOL') &&
            to.state === stateOf(authority) &&
            to.role === 'labour-ministry';
      return from === 'KG.MOH' && isTo;
    })
    .map(([grant]) => ({ contract: document.id, version: 1, grant })),
});
export const EVERYBODY = Object.keys(encryption).map(recipient);

/** A hub's store, vault and fan-out, a relay on them, and what arrives, opened. */
export async function sampleHub() {
  const temporary = await temporaryStore();
  const { store, thread, folder } = temporary;
  const vault = await SqliteVault.open({
    thread,
    file: join(folder, 'vault.db'),
    epochKeys: join(folder, 'epochs'),
  });
  const fanOut = await EmbeddedFanOut.open(thread, join(folder, 'fan-out.db'), { firstRest: 10 });
  const parts = {
    store,
    vault,
    fanOut,
    secrets,
    hubLaneKey,
    clock: new StoppedClock(),
    report: (what: string, facts: object) => void reports.push({ what, ...facts }),
  };
  const reports: object[] = [];
  const relays: Relay[] = [];
  const revisions = new Map<string, number>();

  async function append(
    stream: string,
    event: Omit<DomainEvent, 'at' | 'by'>,
    by = 'KG.MOH',
  ): Promise<string> {
    const ids = { id: randomUUID(), nonce: 'n', correlationId: 'c', causationId: 'c' };
    const last = revisions.get(stream);
    await store.append(stream, last ?? 'none', [encode({ at: AT, by, ...event }, ids)]);
    revisions.set(stream, (last ?? -1) + 1);
    return ids.id;
  }

  const endorse = ({ kid, holder, use, alg, jwk }: SigningKey) => {
    const validity = { validFrom: AT, validUntil: '2027-01-01T00:00:00.000Z' };
    const data = { holder, kid, use, alg, jwk, ...validity, statement: 'a.b.c' };
    const state = stateOf(holder);
    return append(`state-${state}`, { type: 'KeyEndorsed', data }, state);
  };

  await append('contract-kg-ru-kz', { type: 'ContractProposed', data: { ...contract, document } });
  const signature = { protected: '', signature: '' };
  for (const party of document.parties)
    await append('contract-kg-ru-kz', {
      type: 'ContractSigned',
      data: { ...contract, party, signature },
    });
  await append('contract-kg-ru-kz', {
    type: 'ContractActivated',
    data: { ...contract, effectiveFrom: AT },
  });
  for (const key of Object.values(encryption)) await endorse(key);

  return {
    ...parts,
    reports,
    append,
    endorse,
    subject: randomUUID(),
    relay(states = ['RU', 'KZ']) {
      const relay = new Relay(states, parts);
      relays.push(relay);
      return relay;
    },

    /** A certificate as the hub stores it. */
    async issue(subject: string, changes: SampleChanges & { to?: readonly Recipient[] } = {}) {
      const { to = EVERYBODY, ...sample } = changes;
      const { id, record } = await sampleIssue({ key: recordKey, ...sample });
      const { jwt, disclosures } = parseCredential(record);
      const stream = `certificate-KG.MOH-${id}`;
      const contents = packContents({ disclosures, sealed: [], clearances: [] });
      const bytes = await vault.seal(stream, { controller: 'KG', subject }, contents);
      if (bytes === ERASED) throw new Error('erased');
      const reference = { issuer: 'KG.MOH', id, digest: recordDigest(jwt) };
      const event = await append(stream, {
        type: 'CertificateIssued',
        data: {
          ...reference,
          ...{ recordType: 'MedicalCertificate', kid: recordKey.kid, iat: 0, jwt },
          ...{ sealed: Buffer.from(bytes).toString('base64url'), controller: 'KG', subject },
        },
        under: [contract],
        to,
      });
      return { event, stream, reference };
    },

    /** Receives for an authority: what came, opened with its key. */
    async receive(authority: Name) {
      const messages: Message[] = [];
      const deliveries: Delivery[] = [];
      await fanOut.consume(stateOf(authority), authority, async (message) => {
        messages.push(message);
        deliveries.push(await open(message));
      });
      return { messages, deliveries };
    },

    async close() {
      for (const relay of relays) await relay.close();
      await fanOut.close();
      await vault.close();
      await temporary.close();
    },
  };
}

async function open({ authority, event, value, laneKey }: Message): Promise<Delivery> {
  const key = await unwrapLaneKey(laneKey, encryption[authority as Name], publicHalf(hubLaneKey));
  const topic = `exchange.${stateOf(authority)}`;
  return JSON.parse(openMessage(value, key, { authority, topic, event })) as Delivery;
}
