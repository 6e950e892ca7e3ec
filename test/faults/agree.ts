import { medicalCertificateContract } from '#contracts';
import { later } from '#kernel';
import type { Participants } from '../stage/participants.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Concludes a medical-certificate contract between the states, and waits until it is in force.
 * @returns the position of the last signature
 */
export function agree(stage: Participants, states: readonly string[]): Promise<string> {
  const validFrom = new Date().toISOString();
  const document = medicalCertificateContract({
    id: states.join('-').toLowerCase(),
    parties: states.map((state) => ({ state, health: `${state}.MOH` })),
    validFrom,
    validUntil: later(validFrom, YEAR_SECONDS),
  });
  return stage.conclude(document);
}
