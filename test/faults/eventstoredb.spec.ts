import { randomUUID } from 'node:crypto';
import { EventStoreDbEventStore } from '#event-store/eventstoredb';
import { Log, REFUSALS, StandIn, type AppendFault } from '#testing/eventstoredb';
import { Chance } from './chance.ts';
import { extent, SEED } from './extent.ts';

const APPENDS = extent(200, 1_000);
const AT_ONCE = 16;
/** Milliseconds that a call may take, so that many may wait in vain. */
const DEADLINE = 250;

/** After each of these nobody knows whether the append was written. */
const AMBIGUOUS: readonly AppendFault[] = [
  { cut: 'after' },
  { cut: 'before' },
  { silent: 'after' },
  { silent: 'before' },
  { refuse: REFUSALS.notReady(), when: 'after' },
  { refuse: REFUSALS.timeout(), when: 'after' },
  { refuse: REFUSALS.cancelled(), when: 'after' },
  { deny: true },
];

describe(`of ${APPENDS} appends that a server of two left in doubt (SEED=${SEED})`, () => {
  const chance = new Chance(SEED);
  const log = new Log();
  const tries = new Map<string, number>();
  let nodes: readonly [StandIn, StandIn];
  let store: EventStoreDbEventStore;

  beforeAll(async () => {
    nodes = [await StandIn.start({ log }), await StandIn.start({ log })];
    elect();
    for (const node of nodes) node.faults.append = (_, stream) => faultOf(stream);
    store = new EventStoreDbEventStore(
      {
        hosts: nodes.map(({ port }) => ({ address: '127.0.0.1', port })),
        discover: false,
        tls: false,
        deadline: DEADLINE,
      },
      { patience: 60_000 },
    );
  });
  afterAll(async () => {
    await store.close();
    for (const node of nodes) await node.close();
  });

  /** The first try is always left in doubt, a third of the others too. */
  function faultOf(stream: string): AppendFault | undefined {
    const nth = tries.get(stream) ?? 0;
    tries.set(stream, nth + 1);
    return nth === 0 || chance.draw() < 1 / 3 ? chance.of(AMBIGUOUS) : undefined;
  }

  /** The other node leads, and the one that did says so to whoever still asks it. */
  function elect(): void {
    const leader = nodes[0].leader === undefined ? nodes[1] : nodes[0];
    for (const node of nodes) {
      node.leader = node === leader ? undefined : { address: '127.0.0.1', port: leader.port };
      node.members = nodes.map(({ port }) => ({
        port,
        state: port === leader.port ? 'leader' : 'follower',
      }));
    }
  }

  test(
    'each is one event, answered with its place',
    async () => {
      const acts = Array.from({ length: APPENDS }, (_, n) => ({
        n,
        stream: `doubt-${n}`,
        id: randomUUID(),
      }));
      const answers = new Map<string, { readonly revision: number; readonly position: string }>();
      const waiting = acts.values();
      const writer = async () => {
        for (const { n, stream, id } of waiting) {
          if (n % 50 === 49) elect();
          const event = { id, type: 'Noted', data: '{}', metadata: '{}' };
          answers.set(stream, await store.append(stream, 'none', [event]));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, writer));

      const kept = log.all.filter(({ stream }) => stream.startsWith('doubt-'));
      expect(kept.map(({ id }) => id).toSorted()).toEqual(acts.map(({ id }) => id).toSorted());
      for (const { stream } of acts) {
        const [event, ...more] = await store.readStream(stream);
        expect(more).toEqual([]);
        expect(answers.get(stream)).toEqual({ revision: 0, position: event!.position });
      }
      const sent = [...tries.values()].reduce((sum, count) => sum + count, 0);
      expect(sent).toBeGreaterThan(APPENDS);
      process.stderr.write(`${APPENDS} appends in doubt, ${sent} tries, ${kept.length} events\n`);
    },
    60_000 + APPENDS * 1_000,
  );
});
