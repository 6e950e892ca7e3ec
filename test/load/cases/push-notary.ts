import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { logWitnesses, Transport } from '#client';
import { until } from '#testing';
import { BenchedHub } from '../benched-hub.ts';
import { figureOf, type Group, type Round } from '../case.ts';
import { issue, pushes } from '../issued.ts';
import { load, type LoadResult } from '../load.ts';
import { concludeContract } from '../prepare-hub.ts';

const ROUNDS = 3;
const CLIENTS = 32;
const PUSHES = 9_000;

/** Milliseconds after a round by which everything must be in a checkpoint with its quorum. */
const COVERED_WITHIN = 30_000;

/**
 * Pushes to a hub whose notary signs each half second, and whose five witnesses, in the same process, cosign: beside
 * the same hub without them, in turns. What they could not do beside the pushes they would do after; so each round ends
 * only when all is covered, and the figure is of no round that left something over.
 */
export const pushNotary: Group = {
  cases: ['push.c32.notary'],

  async measure({ folder, progress }) {
    const [alone, logged] = await Promise.all([
      openHub(join(folder, 'alone'), 'hub'),
      openHub(join(folder, 'logged'), 'witnessed'),
    ]);
    try {
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        progress(`push.c32.notary: round ${round + 1} of ${ROUNDS}`);
        // Who goes first differs, so that neither always has the warmer machine.
        const first = round % 2 === 0 ? await pushTo(alone, folder) : undefined;
        const measured = await pushTo(logged, folder);
        await covered(logged);
        rounds.push({ floor: first ?? (await pushTo(alone, folder)), measured });
      }
      const floor = 'the same hub without a log';
      return [figureOf({ name: 'push.c32.notary', unit: 'pushes/s', floor }, rounds)];
    } finally {
      await Promise.all([alone.close(), logged.close()]);
    }
  },
};

async function openHub(folder: string, kind: 'hub' | 'witnessed'): Promise<BenchedHub> {
  await mkdir(folder);
  const hub = await BenchedHub.start(folder, kind);
  await concludeContract(hub);
  return hub;
}

async function pushTo(hub: BenchedHub, folder: string): Promise<LoadResult> {
  const records = await issue(hub, PUSHES);
  const requests = pushes(hub, records);
  return load(folder, requests, { port: hub.port, connections: CLIENTS, warmUp: PUSHES / 5 });
}

/** A figure of a log that lags behind would be none. */
async function covered(hub: BenchedHub): Promise<void> {
  const anybody = new Transport(hub.origin);
  await until(async () => {
    const { published, quorum, waitingSeconds } = await logWitnesses(anybody);
    return quorum === 4 && published >= PUSHES && waitingSeconds === 0;
  }, COVERED_WITHIN);
}
