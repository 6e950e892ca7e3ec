import type { ContractVersion, Grant } from '#contracts';
import type { Directory } from './route.ts';

export const question = { issuer: 'KG.MOH', recordType: 'MedicalCertificate' };

export const grant = (change: Partial<Grant> = {}): Grant => ({
  from: 'KG.MOH',
  to: { authority: 'RU.MOH' },
  recordType: 'MedicalCertificate',
  claims: [['number']],
  purpose: 'RECOGNITION',
  ...change,
});

export const version = (
  contract: string,
  grants: readonly Grant[],
  { number = 1, maxAgeSeconds = 100 } = {},
): ContractVersion => ({
  contract,
  version: number,
  hash: `${contract}-${number}`,
  // Routing reads nothing else of the document.
  document: { grants, maxAgeSeconds } as ContractVersion['document'],
});

const ROLES: Readonly<Record<string, readonly string[]>> = {
  'KG.MOH': ['health-ministry'],
  'KG.MOL': ['labour-ministry'],
  'RU.MOH': ['health-ministry'],
  'RU.MOL': ['labour-ministry'],
  'RU.MVD': ['labour-ministry', 'migration-authority'],
  'KZ.MOH': ['health-ministry'],
};

export const directory: Directory = {
  authority: (id) => ROLES[id],
  authoritiesWith: (state, role) =>
    Object.keys(ROLES).filter((id) => id.startsWith(`${state}.`) && ROLES[id]?.includes(role)),
};
export const authorities = Object.keys(ROLES);
