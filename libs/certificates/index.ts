export * from './domain/certificate.messages.ts';
