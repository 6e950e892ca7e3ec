export * from './contract-document.ts';
export * from './contract-schema.ts';
export * from './domain/contract.decider.ts';
export type * from './domain/contract.messages.ts';
export * from './domain/contract.ts';
export { checkClaims, checkTerms } from './domain/contract-terms.ts';
export * from './medical-certificate-contract.ts';
export * from './recruitment-contract.ts';
export * from './views/contracts.view.ts';
