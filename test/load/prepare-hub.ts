import { HubClient, endorseKey, licenseAgency } from '#client';
import {
  medicalCertificateContract,
  signContract,
  type ContractDocument,
  type Grant,
} from '#contracts';
import { dayOf, later } from '#kernel';
import { generateKey, type SigningKey } from '#signing';
import { sampleRecruitment, until } from '#testing';
import type { BenchedHub } from './benched-hub.ts';

const STATES = ['KG', 'RU', 'KZ'];

/** Chooses among the grants of a contract. */
export type Wanted = (grant: Grant) => boolean;

/** As many questions a minute as a contract may allow: not what is measured. */
const QUESTIONS_PER_MINUTE = 100_000;

/** Kyrgyzstan's records go to three authorities: both ministries of Russia, the health ministry of Kazakhstan. */
const toThree: Wanted = ({ to }) =>
  !('role' in to && to.role === 'labour-ministry' && to.state !== 'RU');

/** Kyrgyzstan's records go to the health ministry of Russia, and nobody else's go anywhere. */
export const toOne: Wanted = ({ from, to }) =>
  from === 'KG.MOH' && 'authority' in to && to.authority === 'RU.MOH';

/** Concludes a contract on certificates between three states, and starts the hub anew once it is in effect. */
export function concludeContract(hub: BenchedHub, isWanted: Wanted = toThree): Promise<void> {
  const now = new Date().toISOString();
  const template = medicalCertificateContract({
    id: 'bench',
    parties: STATES.map((state) => ({ state, health: `${state}.MOH` })),
    validFrom: now,
    validUntil: later(now, 365 * 86_400),
  });
  const document = {
    ...template,
    grants: template.grants.filter(isWanted),
    rateLimits: { verificationsPerMinute: QUESTIONS_PER_MINUTE },
  };
  return conclude(hub, document);
}

/** Concludes a contract on organised recruitment between Kyrgyzstan and Russia, as `concludeContract` does. */
export const concludeRecruitment = (hub: BenchedHub): Promise<void> =>
  conclude(hub, sampleRecruitment());

async function conclude(hub: BenchedHub, document: ContractDocument): Promise<void> {
  const { id, parties } = document;
  const { hash } = await hub.client('KG.MOH').proposeContract(document);
  for (const state of parties) {
    const holder = `${state}.MOH`;
    const signature = signContract(document, hub.key(holder, 'statement'));
    await hub.client(holder).signContract(id, hash, signature);
  }
  const [version] = (await hub.client('KG.MOH').contract(id)).versions;
  await until(() => new Date().toISOString() > version!.effectiveFrom!);
  await hub.close();
  await hub.open();
}

/** Licenses agencies in Russia; gives their request keys. */
export async function licenseAgencies(hub: BenchedHub, count: number): Promise<SigningKey[]> {
  const at = new Date().toISOString();
  const until = later(at, 30 * 86_400);
  const by = hub.key('RU.MOL', 'statement');
  const anybody = new HubClient(hub.origin);
  const keys: SigningKey[] = [];
  for (let n = 1; n <= count; n++) {
    const key = generateKey(`RU.BENCH${n}`, 'request');
    const { holder, alg, jwk } = key;
    const licence = licenseAgency(by, at, {
      act: 'LICENSE',
      agency: holder,
      name: `Sample Recruitment ${n}`,
      number: `RU-BENCH-${n}`,
      destinations: ['RU'],
      validFrom: dayOf(at),
      validUntil: dayOf(until),
      feePolicy: 'NO_FEE',
    });
    await anybody.submitStatement(licence);
    const endorsed = {
      holder,
      use: 'request',
      alg,
      jwk,
      validFrom: at,
      validUntil: until,
    } as const;
    await anybody.submitStatement(endorseKey(by, at, { key: endorsed }));
    keys.push(key);
  }
  return keys;
}
