import type { FederationPlan } from './federation.ts';

const STATES = [
  ['KG', 'Kyrgyz Republic'],
  ['TJ', 'Republic of Tajikistan'],
  ['RU', 'Russian Federation'],
  ['KZ', 'Republic of Kazakhstan'],
  ['BY', 'Republic of Belarus'],
] as const;

const USES = ['record', 'statement', 'request', 'encryption'] as const;

/**
 * A federation to try the hub out with: five states with a health and a labour ministry each, of
 * which the former witnesses the hub's log, a migration authority, an information centre, an auditor, and two agencies.
 * @param origin host and port of the hub, its name in genesis
 */
export const trialPlan = (origin: string): FederationPlan => ({
  origin,
  quorum: 4,
  states: STATES.map(([state, name]) => ({ state, name })),
  authorities: [
    ...STATES.flatMap(([state, name]) => [
      {
        id: `${state}.MOH`,
        name: `Ministry of Health, ${name}`,
        roles: ['health-ministry' as const],
        signsContracts: true,
        uses: [...USES, 'status' as const, 'witness' as const],
      },
      {
        id: `${state}.MOL`,
        name: `Ministry of Labour, ${name}`,
        roles: ['labour-ministry' as const],
        signsContracts: false,
        uses: USES,
      },
    ]),
    {
      id: 'RU.MIA',
      name: 'Ministry of Internal Affairs, Russian Federation',
      roles: ['migration-authority'],
      signsContracts: false,
      uses: ['statement', 'request', 'encryption'],
    },
    {
      id: 'KG.IRC',
      name: 'Information Centre for Labour Migrants, Kyrgyz Republic',
      roles: ['information-centre'],
      signsContracts: false,
      uses: ['statement', 'request'],
    },
    {
      id: 'KZ.AUDIT',
      name: 'Accounts Committee',
      roles: ['auditor'],
      signsContracts: false,
      uses: ['statement', 'request'],
    },
  ],
  agencies: [
    {
      id: 'RU.AGENCY1',
      name: 'Sample Recruitment LLC',
      licensor: 'RU.MOL',
      number: 'RU-0001',
      destinations: ['RU'],
    },
    {
      id: 'KG.AGENCY1',
      name: 'Sample Employment Abroad LLC',
      licensor: 'KG.MOL',
      number: 'KG-0001',
      destinations: ['RU'],
    },
  ],
});
