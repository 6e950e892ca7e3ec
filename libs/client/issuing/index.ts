export * from './issue-case.ts';
export * from './issue-certificate.ts';
export { sealFor } from './seal-for.ts';
