import {
  hashOf,
  medicalCertificateContract,
  signContract,
  type ContractDocument,
} from '#contracts';
import { later } from '#kernel';
import { until } from '#testing';
import type { Cast } from '../cast.ts';
import type { Story } from '../story.ts';

const PARTIES = ['KG', 'RU', 'KZ'];

/** Three states conclude a contract; a ministry without the right to sign cannot. */
export async function contract(story: Story, cast: Cast): Promise<void> {
  story.act('Contract');
  const document = documentOf(cast, 'medical-kg-ru-kz', false);
  await story.step('KG.MOH', 'proposes a contract', 'proposed', () => propose(cast, document));
  await story.step('RU.MOL', 'signs, with no right to', 'TRUST_NOT_ALLOWED', async () => {
    const hub = await cast.client('RU.MOL');
    const signature = signContract(document, await cast.key('RU.MOL', 'statement'));
    await hub.signContract(document.id, hashOf(document), signature);
    return 'signed';
  });
  await conclude(story, cast, document);
}

export const documentOf = (cast: Cast, id: string, includeValid: boolean) =>
  medicalCertificateContract({
    id,
    parties: PARTIES.map((state) => ({ state, health: `${state}.MOH` })),
    validFrom: later(cast.now(), -60),
    validUntil: later(cast.now(), 365 * 86_400),
    includeValid,
    includeEvidence: true,
    unfavourableBasis: 'A made-up law on infectious diseases, article 1',
  });

/** The hub's hash of the document is the one that everybody will sign. */
export async function propose(cast: Cast, document: ContractDocument): Promise<string> {
  const hub = await cast.client('KG.MOH');
  const { hash } = await hub.proposeContract(document);
  return hash === hashOf(document) ? 'proposed' : 'another document';
}

/** Every party signs; the contract is in force once the margin is over. */
export async function conclude(
  story: Story,
  cast: Cast,
  document: ContractDocument,
): Promise<void> {
  const hash = hashOf(document);
  for (const state of document.parties)
    await story.step(`${state}.MOH`, `signs for ${state}`, 'signed', async () => {
      const hub = await cast.client(`${state}.MOH`);
      const signature = signContract(document, await cast.key(`${state}.MOH`, 'statement'));
      await hub.signContract(document.id, hash, signature);
      return 'signed';
    });
  await story.step('hub', 'puts it in force, after the margin', 'IN_FORCE', async () => {
    const hub = await cast.client('KG.MOH');
    const standing = async () => (await hub.contract(document.id)).standing;
    await until(async () => (await standing()) === 'IN_FORCE');
    return standing();
  });
  cast.contract = { id: document.id, version: document.version, hash };
}
