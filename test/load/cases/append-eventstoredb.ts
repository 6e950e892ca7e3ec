import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import type { EventToAppend } from '#event-store';
import { EventStoreDbEventStore } from '#event-store/eventstoredb';
import { figureOf, percentile, type Group, type Round } from '../case.ts';
import { firstLine, start, stop } from '../child.ts';

const ROUNDS = 3;
const APPENDS = 3_000;
const WARM_UP = 500;
const AT_ONCE = 32;
const NAME = 'append.eventstoredb';

/** Of a record's size. */
const DATA = JSON.stringify({ record: 'e'.repeat(8_000) });
const METADATA = JSON.stringify({ actor: 'KG.MOH', to: 'e'.repeat(900) });

type Append = (stream: string, event: EventToAppend) => Promise<unknown>;

/** One event an append, to new streams, by 32 at once: through the store, and through the bare client. */
export const appendEventStoreDb: Group = {
  cases: [NAME],

  async measure({ progress }) {
    const server = start('./processes/eventstoredb.process');
    const port = Number(await firstLine(server));
    const store = new EventStoreDbEventStore({
      hosts: [{ address: '127.0.0.1', port }],
      discover: false,
      tls: false,
    });
    const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
    const rounds: Round[] = [];
    try {
      for (let round = 0; round < ROUNDS; round++) {
        progress(`${NAME}: round ${round + 1} of ${ROUNDS}`);
        rounds.push({
          floor: await measured((stream, event) =>
            client.appendToStream(stream, bare(event), { expectedRevision: NO_STREAM }),
          ),
          measured: await measured((stream, event) => store.append(stream, 'none', [event])),
        });
      }
    } finally {
      await store.close();
      await client.dispose();
      await stop(server);
    }
    const floor = 'the bare client, same stand-in';
    return [figureOf({ name: NAME, unit: 'events/s', floor }, rounds)];
  },
};

const bare = ({ id, type, data, metadata }: EventToAppend) =>
  binaryEvent({ id, type, data: Buffer.from(data), metadata: Buffer.from(metadata) });

async function measured(append: Append): Promise<Round['measured']> {
  await appended(append, WARM_UP);
  const begun = performance.now();
  const times = await appended(append, APPENDS);
  const seconds = (performance.now() - begun) / 1_000;
  return { rate: APPENDS / seconds, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** Milliseconds of each. */
async function appended(append: Append, count: number): Promise<Float64Array> {
  const times = new Float64Array(count);
  const waiting = times.keys();
  const writer = async () => {
    for (const at of waiting) {
      const event = { id: randomUUID(), type: 'CertificateIssued', data: DATA, metadata: METADATA };
      const begun = performance.now();
      await append(`certificate-${event.id}`, event);
      times[at] = performance.now() - begun;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writer));
  return times;
}
