import { randomUUID } from 'node:crypto';
import { until } from '#testing';
import { NationalSystems } from '../../stage/national-systems.ts';
import { STATES } from '../../stage/stage.ts';
import { BenchedHub } from '../benched-hub.ts';
import { percentile, type Group } from '../case.ts';
import { AUTHORITIES, FIT_IN_BOTH, issue, pushes } from '../issued.ts';
import { benchedBroker } from '../kafka-broker.ts';
import { load } from '../load.ts';
import { concludeContract } from '../prepare-hub.ts';

const RATE = 500;
const RECORDS = 5_000;
const WARM_UP = 1_000;
const CLIENTS = 32;
const MINUTES_5 = 300_000;

/**
 * From the moment that a record's event is stamped, a little before its receipt, until a national system has the
 * document: 500 records a second, each for three authorities, over Kafka; hub, relay and adapters in one process.
 */
export const latencyKafka: Group = {
  cases: ['latency.kafka'],

  async measure({ folder, progress }) {
    const broker = await benchedBroker();
    const nationalSystems = new NationalSystems(STATES);
    const hub = await BenchedHub.start(folder, 'standalone', {
      NATIONAL_SYSTEM_URL: await nationalSystems.listen(),
      FAN_OUT_URL: `kafka://${broker.brokers.join(',')}?prefix=bench-${randomUUID()}-`,
    });
    try {
      await concludeContract(hub);
      progress(`latency.kafka: signing ${RECORDS} records`);
      const records = await issue(hub, RECORDS, FIT_IN_BOTH);
      progress(`latency.kafka: pushing ${RATE} a second`);
      const requests = pushes(hub, records);
      const paced = { port: hub.port, connections: CLIENTS, warmUp: WARM_UP, pace: RATE };
      const { rate } = await load(folder, requests, paced);
      await until(() => hub.confirmed === RECORDS * AUTHORITIES, MINUTES_5);
      const delays = delaysOf(hub, nationalSystems);
      return [
        {
          name: 'latency.kafka',
          value: rate,
          unit: 'pushes/s',
          p50: percentile(delays, 0.5),
          p99: percentile(delays, 0.99),
        },
      ];
    } finally {
      await hub.close();
      await nationalSystems.close();
      await broker.close();
    }
  },
};

/** Milliseconds of every delivery, those of the warm-up left out. */
function delaysOf(hub: BenchedHub, systems: NationalSystems): Float64Array {
  const stampedAt = new Map(hub.stamps('CertificateIssued').slice(WARM_UP));
  const delays = ['RU', 'KZ'].flatMap((state) =>
    systems.of(state).requests.flatMap(({ key, at }) => {
      const stamp = stampedAt.get(key.split(':')[0]!);
      return stamp === undefined ? [] : [at - Date.parse(stamp)];
    }),
  );
  const expected = (RECORDS - WARM_UP) * AUTHORITIES;
  if (delays.length < expected) throw new Error(`${delays.length} of ${expected} were delivered`);
  return Float64Array.from(delays);
}
