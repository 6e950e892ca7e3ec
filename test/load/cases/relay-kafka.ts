import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SqliteEventStore } from '#event-store/sqlite';
import { FanOut, type Lane, type Message } from '#fan-out';
import { SystemClock } from '#composition';
import { SqliteThread } from '#sqlite';
import { until } from '#testing';
import { SqliteVault } from '#vault/sqlite';
import { RelaySecrets } from '../../../apps/relay/relay-secrets.ts';
import { Relay } from '../../../apps/relay/relay.ts';
import { NationalSystems } from '../../stage/national-systems.ts';
import { STATES } from '../../stage/stage.ts';
import { BenchedHub } from '../benched-hub.ts';
import { median, type Case, type Group } from '../case.ts';
import { aesAlone, bareKafka, KAFKA_FLOOR } from '../floors/kafka-floor.ts';
import { AUTHORITIES, FIT_IN_BOTH, issue, pushes } from '../issued.ts';
import { benchedBroker, lanesOf } from '../kafka-broker.ts';
import { load } from '../load.ts';
import { concludeContract } from '../prepare-hub.ts';

const RECORDS = 3_000;
/** Both ministries of Russia. */
const MESSAGES = RECORDS * 2;
const ROUNDS = 3;
const CLIENTS = 32;
const MINUTES_5 = 300_000;
const SEALED = `SELECT avg(length(json_extract(data, '$.sealed'))) * 3 / 4 FROM event WHERE type = 'CertificateIssued'`;

/**
 * A relay carries one lane from the first event to the last, in a process of its own: all records, each for two
 * authorities, and all that the store holds of their deliveries to three, signed receipts among it.
 */
export const relayKafka: Group = {
  cases: ['relay.kafka', 'relay.aes'],

  async measure({ folder, progress }) {
    const hub = await filledStore(folder, progress);
    const broker = await benchedBroker();
    try {
      const rounds: { readonly relay: number; readonly bare: number }[] = [];
      let carried: Carried | undefined;
      for (let round = 0; round < ROUNDS; round++) {
        progress(`relay.kafka: round ${round + 1} of ${ROUNDS}`);
        const name = `bench-${randomUUID()}`;
        carried = await carry(hub, folder, lanesOf(broker.brokers, `${name}-`));
        const bare = await bareKafka(broker.brokers, name, carried.batches);
        rounds.push({ relay: MESSAGES / carried.seconds, bare });
      }
      const aes = aesAlone(carried!.batches.flat(), Math.round(hub.count(SEALED)), RECORDS);
      return [...figures(rounds), { name: 'relay.aes', value: aes, unit: 'messages/s' }];
    } finally {
      await broker.close();
    }
  },
};

/** What `npm start` has after all its records were delivered and confirmed; the process is over. */
async function filledStore(folder: string, progress: (what: string) => void): Promise<BenchedHub> {
  const nationalSystems = new NationalSystems(STATES);
  const url = await nationalSystems.listen();
  const hub = await BenchedHub.start(folder, 'standalone', { NATIONAL_SYSTEM_URL: url });
  try {
    await concludeContract(hub);
    progress(`relay.kafka: signing, pushing and delivering ${RECORDS} records`);
    const records = await issue(hub, RECORDS, FIT_IN_BOTH);
    const requests = pushes(hub, records);
    await load(folder, requests, { port: hub.port, connections: CLIENTS, warmUp: 0 });
    await until(() => hub.confirmed === RECORDS * AUTHORITIES, MINUTES_5);
    return hub;
  } finally {
    await hub.close();
    await nationalSystems.close();
  }
}

type Carried = { readonly seconds: number; readonly batches: readonly (readonly Message[])[] };

async function carry(hub: BenchedHub, folder: string, kafka: FanOut): Promise<Carried> {
  const thread = SqliteThread.start();
  const store = await SqliteEventStore.open(thread, hub.eventsFile);
  const vault = await SqliteVault.open({
    thread,
    file: join(folder, 'data', 'vault.db'),
    epochKeys: join(folder, 'data', 'epoch-keys'),
  });
  const fanOut = new WatchedFanOut(kafka);
  const relay = new Relay(['RU'], {
    store,
    vault,
    fanOut,
    secrets: new RelaySecrets(randomBytes(32)),
    hubLaneKey: hub.key('HUB', 'lane'),
    clock: new SystemClock(),
    report: () => {},
  });
  await until(() => relay.lanes[0]!.messages === MESSAGES, MINUTES_5);
  const seconds = (fanOut.lastAt - fanOut.takenAt) / 1_000;
  for (const part of [relay, fanOut, vault, store, thread]) await part.close();
  return { seconds, batches: fanOut.batches };
}

/** Notes what is published, from when the lane was taken until its last publish was durable. */
class WatchedFanOut extends FanOut {
  readonly batches: (readonly Message[])[] = [];
  takenAt = 0;
  lastAt = 0;
  readonly #of: FanOut;

  constructor(of: FanOut) {
    super();
    this.#of = of;
  }

  async lane(state: string, signal?: AbortSignal): Promise<Lane> {
    const lane = await this.#of.lane(state, signal);
    this.takenAt = performance.now();
    return {
      position: () => lane.position(),
      publish: async (messages, upTo, forget) => {
        await lane.publish(messages, upTo, forget);
        if (messages.length === 0) return;
        this.lastAt = performance.now();
        this.batches.push(messages);
      },
    };
  }

  consume: FanOut['consume'] = (...parameters) => this.#of.consume(...parameters);
  waiting: FanOut['waiting'] = (...parameters) => this.#of.waiting(...parameters);
  close = (): Promise<void> => this.#of.close();
}

function figures(rounds: readonly { readonly relay: number; readonly bare: number }[]): Case[] {
  return [
    {
      name: 'relay.kafka',
      value: median(rounds.map(({ relay }) => relay)),
      unit: 'messages/s',
      floor: { name: KAFKA_FLOOR, value: median(rounds.map(({ bare }) => bare)) },
      ratio: median(rounds.map(({ relay, bare }) => relay / bare)),
    },
  ];
}
