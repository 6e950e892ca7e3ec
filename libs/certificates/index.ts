export * from './domain/certificate.decider.ts';
export * from './domain/certificate.messages.ts';
export type { Certificate } from './domain/certificate.ts';
export * from './domain/civil-time.ts';
export * from './domain/evidence.decider.ts';
export * from './statement-commands.ts';
export * from './views/answer.ts';
export * from './views/status.view.ts';
