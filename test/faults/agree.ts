import { medicalCertificateContract, signContract } from '#contracts';
import { later } from '#kernel';
import { until } from '#testing';
import type { Stage } from '../stage/stage.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Concludes a medical-certificate contract between the states, and waits until it is in force. */
export async function agree(stage: Stage, states: readonly string[]): Promise<void> {
  const validFrom = new Date().toISOString();
  const id = states.join('-').toLowerCase();
  const document = medicalCertificateContract({
    id,
    parties: states.map((state) => ({ state, health: `${state}.MOH` })),
    validFrom,
    validUntil: later(validFrom, YEAR_SECONDS),
  });
  const clients = await Promise.all(states.map((state) => stage.client(`${state}.MOH`)));
  const { hash } = await clients[0]!.proposeContract(document);
  for (const [index, state] of states.entries()) {
    const key = await stage.key(`${state}.MOH`, 'statement');
    await clients[index]!.signContract(id, hash, signContract(document, key));
  }
  await until(async () => {
    const { versions } = await clients[0]!.contract(id);
    return new Date().toISOString() > versions[0]!.effectiveFrom!;
  });
}
