import { medicalCertificateContract, signContract } from '#contracts';
import { later } from '#kernel';
import { until } from '#testing';
import type { Participants } from '../stage/participants.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Concludes a medical-certificate contract between the states, and waits until it is in force.
 * @returns the position of the last signature
 */
export async function agree(stage: Participants, states: readonly string[]): Promise<string> {
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
  let last = '';
  for (const [index, state] of states.entries()) {
    const key = await stage.key(`${state}.MOH`, 'statement');
    const signature = signContract(document, key);
    last = (await clients[index]!.signContract(id, hash, signature)).position;
  }
  await until(async () => {
    const { versions } = await clients[0]!.contract(id);
    return new Date().toISOString() > versions[0]!.effectiveFrom!;
  });
  return last;
}
