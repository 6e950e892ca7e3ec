import type { ContractVersion, Grant } from '#contracts';
import { demand, type Demand } from '#recruitment';
import { sampleDemand, sampleRecruitment } from '#testing';
import { grantsToAgencies } from './agency-grant.ts';

const contract = sampleRecruitment();
const version: ContractVersion = {
  contract: contract.id,
  version: 2,
  hash: 'B',
  document: contract,
};
const state: Demand = {
  ...demand.initial,
  document: sampleDemand(),
  under: [{ contract: contract.id, version: 1, hash: 'A' }],
};

/** What agencies of Kyrgyzstan may read under a contract with this grant in place of all. */
const under = (grant: Partial<Grant>) => {
  const whole: Grant = {
    ...{ from: 'RU.MOL', to: { state: 'KG', role: 'agency' } },
    ...{ recordType: 'Demand', claims: [], purpose: 'ORGANISED_RECRUITMENT', ...grant },
  };
  return grantsToAgencies({ ...version, document: { ...contract, grants: [whole] } }, state, 'KG');
};

describe('agencies of a state may read a demand', () => {
  test('that a contract grants them, whatever version of it is in force', () => {
    expect(under({})).toBe(true);
    expect(grantsToAgencies(version, state, 'KG')).toBe(true);
    expect(grantsToAgencies(version, state, 'TJ')).toBe(false);
  });

  test.each<[string, Partial<Grant>]>([
    ['of another ministry', { from: 'KG.MOL' }],
    ['as an authority', { to: { authority: 'KG.MOL' } }],
    ['with another role', { to: { state: 'KG', role: 'labour-ministry' } }],
    ['of another state', { to: { state: 'RU', role: 'agency' } }],
    ['of something else', { recordType: 'RecruitmentCase' }],
  ])('and not what is granted %s', (_, grant) => expect(under(grant)).toBe(false));

  test('and not one that runs under another contract, or under none', () => {
    const other = { ...state, under: [{ contract: 'other', version: 1, hash: 'A' }] };
    expect(grantsToAgencies(version, other, 'KG')).toBe(false);
    expect(grantsToAgencies(version, { ...state, under: [] }, 'KG')).toBe(false);
    expect(grantsToAgencies(version, demand.initial, 'KG')).toBe(false);
  });
});
