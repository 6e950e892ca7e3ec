import { verifyHistory } from '#client';
import { GrowingTree, leafHash, logEntry, logStream } from '#transparency';
import type { BenchedHub } from '../benched-hub.ts';
import { median, type Bench, type Case } from '../case.ts';
import { sqliteScanFloor } from '../floors/sqlite-scan.ts';
import { ofEvents } from './replay.ts';

const ROUNDS = 3;

/** Both ways in which an auditor takes a history over HTTP and believes nothing of it. */
export const AUDITS = ['log.audit.root', 'log.audit.signatures'] as const;

/** The whole history is read, and the root of its log made anew; or every rule, hash and signature is verified too. */
export async function audits(hub: BenchedHub, bench: Bench): Promise<Case[]> {
  const cases: Case[] = [];
  for (const name of AUDITS)
    if (bench.wanted.has(name))
      cases.push(await audit(name, hub, bench, name === 'log.audit.root' ? root : signatures));
  return cases;
}

async function audit(
  name: string,
  hub: BenchedHub,
  { progress }: Bench,
  verify: (hub: BenchedHub) => Promise<number>,
): Promise<Case> {
  const rates: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    progress(`${name}: round ${round + 1} of ${ROUNDS}`);
    floors.push(sqliteScanFloor(hub.eventsFile).value);
    const begun = performance.now();
    const events = await verify(hub);
    rates.push(events / ((performance.now() - begun) / 1000));
  }
  return ofEvents(name, rates, { ...sqliteScanFloor(hub.eventsFile), value: median(floors) });
}

async function root(hub: BenchedHub): Promise<number> {
  const own = logStream(hub.genesis.origin);
  const tree = new GrowingTree();
  for await (const event of hub.client('KZ.AUDIT').replay())
    if (event.stream !== own) tree.append(leafHash(logEntry(event)), () => undefined);
  tree.root();
  return tree.size;
}

async function signatures(hub: BenchedHub): Promise<number> {
  const { findings, events } = await verifyHistory(hub.genesis, hub.client('KZ.AUDIT').replay());
  if (findings[0]) throw new Error(`not proved: ${findings[0].code}`);
  return events;
}
