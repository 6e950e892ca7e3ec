import { contractsView, hashOf, medicalCertificateContract, type ContractEvent } from '#contracts';
import { MEDICAL_CERTIFICATE, MEDICAL_EVIDENCE } from '#credentials';
import { decide, later, type Instant } from '#kernel';
import {
  foundingCommands,
  participant,
  statementCommand,
  trustListView,
  type Addressed,
  type TrustList,
} from '#participants';
import { generateKey } from '#signing';
import { foundFederation } from '../federation.ts';
import { endorseKey, retireKey } from '../statements.ts';
import { trialPlan } from '../trial-plan.ts';
import { sealFor } from './seal-for.ts';

const FOUNDED: Instant = '2026-11-01T00:00:00.000Z';
const NOW: Instant = '2026-11-20T00:00:00.000Z';
const { genesis, keys, statements } = foundFederation(trialPlan('hub.example'), FOUNDED);

const carriedOut = (trust: TrustList, { state, command }: Addressed): TrustList =>
  decide(participant, command, trust.states.get(state) ?? participant.initial).reduce(
    trustListView.evolve,
    trust,
  );
const said = (trust: TrustList, statement: string, at = NOW): TrustList =>
  carriedOut(trust, statementCommand(statement, trust, genesis.document, at));

const trust = statements.reduce(
  (known, statement) => said(known, statement, FOUNDED),
  foundingCommands(genesis, FOUNDED).reduce(carriedOut, trustListView.initial),
);

const document = medicalCertificateContract({
  id: 'kg-ru',
  parties: ['KG', 'RU'].map((state) => ({ state, health: `${state}.MOH` })),
  validFrom: FOUNDED,
  validUntil: '2028-01-01T00:00:00.000Z',
  includeEvidence: true,
});
const about = { contract: 'kg-ru', version: 1, hash: hashOf(document) };
const signature = { protected: '', signature: '' };
const contracts = (
  [
    { type: 'ContractProposed', data: { ...about, document }, by: 'KG.MOH', at: FOUNDED },
    { type: 'ContractSigned', data: { ...about, party: 'KG', signature }, by: 'KG.MOH', at: NOW },
    { type: 'ContractSigned', data: { ...about, party: 'RU', signature }, by: 'RU.MOH', at: NOW },
    {
      type: 'ContractActivated',
      data: { ...about, effectiveFrom: NOW },
      by: 'RU.MOH',
      at: NOW,
    },
  ] satisfies ContractEvent[]
).reduce(contractsView.evolve, contractsView.initial);

const asked = { issuer: 'KG.MOH', type: MEDICAL_CERTIFICATE };
const names = (seal: ReturnType<typeof sealFor>) =>
  seal.map(({ path, to }) => `${path.join('.')} to ${to}`);

describe('S5 claims are sealed', () => {
  test('to the authorities that a contract in force grants them to, each claim as granted', () =>
    expect(names(sealFor({ trust, contracts }, asked, NOW))).toEqual([
      'examinations.HIV.finding to RU.MOH',
      'examinations.DRUGS.finding to RU.MOH',
      'examinations.MENTAL.finding to RU.MOH',
      'treatmentReferral.referral to RU.MOH',
    ]));

  test('under the encryption key that is endorsed', () => {
    const { kid, jwk } = keys.get('RU.MOH encryption')!;
    expect(sealFor({ trust, contracts }, asked, NOW)[0]).toMatchObject({ kid, jwk });
  });

  test('under the newer of two keys', () => {
    const { alg, jwk, kid } = generateKey('RU.MOH', 'encryption');
    const validity = { validFrom: FOUNDED, validUntil: later(NOW, 3600) };
    const key = { holder: 'RU.MOH', use: 'encryption', alg, jwk, ...validity } as const;
    const renewed = said(trust, endorseKey(keys.get('RU root')!, NOW, { key }));
    expect(sealFor({ trust: renewed, contracts }, asked, NOW)[0]?.kid).toBe(kid);
  });

  test('to nobody whose key is no longer active', () => {
    const { kid } = keys.get('RU.MOH encryption')!;
    const retired = said(trust, retireKey(keys.get('RU root')!, NOW, { kid }));
    expect(sealFor({ trust: retired, contracts }, asked, later(NOW, 1))).toEqual([]);
  });

  test.each<[string, Parameters<typeof sealFor>[1], Instant]>([
    ['before the contract is in force', asked, FOUNDED],
    ['for an issuer without a grant', { ...asked, issuer: 'TJ.MOH' }, NOW],
    ['of a record type that has none', { ...asked, type: MEDICAL_EVIDENCE }, NOW],
  ])('to nobody %s', (_, question, at) =>
    expect(sealFor({ trust, contracts }, question, at)).toEqual([]),
  );
});
