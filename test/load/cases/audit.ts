import {
  HttpLog,
  logPolicy,
  logWitnesses,
  readKnowledge,
  Transport,
  verifyHistory,
  witnessKeys,
} from '#client';
import { until } from '#testing';
import { decodeBundle, bundlePath, bundlesOf } from '#transparency';
import { BenchedHub } from '../benched-hub.ts';
import { median, type Bench, type Case, type Group } from '../case.ts';
import { HYPERCORE_FLOOR, HypercoreFloor } from '../floors/hypercore-floor.ts';
import { grow } from '../grow.ts';
import { batches, issue } from '../issued.ts';
import { load } from '../load.ts';
import { concludeContract } from '../prepare-hub.ts';

const PUSHED = 5_000;
const LOGGED = 30_000;
const ROUNDS = 3;

/** Milliseconds: a log that grew by other hands is read anew. */
const COVERED_WITHIN = 60_000;

const AUDITOR = 'KZ.AUDIT';

/**
 * Both ways in which an auditor takes over HTTP what a log covers, and believes nothing of it: all its entries, which make
 * the root that witnesses cosigned; or all its events, and every signature, rule and hash of them.
 */
export const audit: Group = {
  cases: ['log.audit.root', 'log.audit.signatures'],

  async measure(bench) {
    const { wanted, folder, progress } = bench;
    const hub = await BenchedHub.start(folder, 'witnessed');
    const cases: Case[] = [];
    try {
      await concludeContract(hub);
      progress(`log.audit: pushing ${PUSHED} records`);
      const pushes = batches(hub, await issue(hub, PUSHED));
      await load(folder, pushes, { port: hub.port, connections: 2, warmUp: 0 });
      await covered(hub, PUSHED);
      if (wanted.has('log.audit.signatures')) cases.push(await signatures(hub, bench));
      if (wanted.has('log.audit.root')) {
        await hub.close();
        progress(`log.audit: growing it to ${LOGGED} records`);
        await grow(hub.eventsFile, 'certificate', LOGGED);
        await hub.open();
        await covered(hub, LOGGED);
        cases.push(await root(hub, bench));
      }
    } finally {
      await hub.close();
    }
    return cases;
  },
};

async function root(hub: BenchedHub, bench: Bench): Promise<Case> {
  const { transport } = hub.client(AUDITOR);
  const { trust } = await readKnowledge(hub.client(AUDITOR), hub.genesis);
  const log = new HttpLog(transport, logPolicy(hub.genesis, witnessKeys(trust)));
  const { size } = await log.checkpoint();
  const blocks: Buffer[] = [];
  for (const bundle of bundlesOf(size)) {
    const path = `/v1/log/${bundlePath(bundle)}`;
    const { body } = await transport.send({ method: 'GET', path });
    blocks.push(...decodeBundle(new Uint8Array(await body.arrayBuffer())));
  }
  return beside('log.audit.root', blocks, bench, async () => {
    const checkpoint = await log.checkpoint();
    await log.assertEntries(checkpoint);
    return checkpoint.size;
  });
}

async function signatures(hub: BenchedHub, bench: Bench): Promise<Case> {
  const blocks: Buffer[] = [];
  for await (const event of hub.client(AUDITOR).replay())
    blocks.push(Buffer.from(JSON.stringify(event)));
  return beside('log.audit.signatures', blocks, bench, async () => {
    const { findings, events } = await verifyHistory(hub.genesis, hub.client(AUDITOR).replay());
    if (findings[0]) throw new Error(`not proved: ${findings[0].code}`);
    return events;
  });
}

/** In turns with hypercore, so that both meet the same machine. */
async function beside(
  name: string,
  blocks: readonly Buffer[],
  { folder, progress }: Bench,
  verify: () => Promise<number>,
): Promise<Case> {
  const hypercore = await HypercoreFloor.start(folder, blocks);
  try {
    const rounds: { readonly rate: number; readonly floor: number }[] = [];
    progress(`${name}: warming up`);
    await hypercore.measure();
    await verify();
    for (let round = 0; round < ROUNDS; round++) {
      progress(`${name}: round ${round + 1} of ${ROUNDS}`);
      const floor = await hypercore.measure();
      const begun = performance.now();
      const events = await verify();
      rounds.push({ rate: events / ((performance.now() - begun) / 1000), floor });
      if (events < blocks.length) throw new Error(`${events} of ${blocks.length} were verified`);
    }
    return {
      name,
      value: median(rounds.map(({ rate }) => rate)),
      unit: name === 'log.audit.root' ? 'leaves/s' : 'events/s',
      floor: { name: HYPERCORE_FLOOR, value: median(rounds.map(({ floor }) => floor)) },
      ratio: median(rounds.map(({ rate, floor }) => rate / floor)),
    };
  } finally {
    await hypercore.close();
  }
}

/** Until a quorum has seen a tree that has every record in it, and nothing waits. */
async function covered(hub: BenchedHub, records: number): Promise<void> {
  const anybody = new Transport(hub.origin);
  await until(async () => {
    const { published, waitingSeconds } = await logWitnesses(anybody);
    return published >= records && waitingSeconds === 0;
  }, COVERED_WITHIN);
}
