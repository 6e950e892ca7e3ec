import { randomUUID } from 'node:crypto';
import { recruitmentContract, type ContractDocument } from '#contracts';
import type { DemandDocument } from '#recruitment';

/** Three bricklayers from KG for RU, another demand each time; no quota stands between these two. */
export const sampleDemand = (change: Partial<DemandDocument> = {}): DemandDocument => ({
  authority: 'RU.MOL',
  id: randomUUID(),
  employer: { register: 'INN', number: '7700000001', name: 'Sample Builders', industry: 'F4100' },
  destination: 'RU',
  region: 'RU-MOW',
  origins: ['KG'],
  occupation: '7112',
  headcount: 3,
  sex: { asked: 'ANY' },
  wage: { amount: 120_000, currency: 'RUB', period: 'MONTH' },
  hoursPerWeek: 40,
  housing: 'PROVIDED',
  contractMonths: 12,
  isSeasonal: false,
  validUntil: '2099-12-31',
  ...change,
});

/** A contract on organised recruitment, valid around now, between labour ministries of these states. */
export const sampleRecruitment = (
  states: readonly string[] = ['KG', 'RU'],
  change: Partial<ContractDocument> = {},
): ContractDocument => ({
  ...recruitmentContract({
    id: `recruitment-${states.join('-').toLowerCase()}`,
    parties: states.map((state) => ({ state, labour: `${state}.MOL` })),
    legalBasis: [{ act: 'Sample agreement', number: '1', date: '2026-01-01', country: 'KG' }],
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2099-01-01T00:00:00.000Z',
  }),
  rateLimits: { verificationsPerMinute: 10_000 },
  ...change,
});
