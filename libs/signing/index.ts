export * from './base64url.ts';
export * from './digest.ts';
export * from './general.ts';
export * from './json.ts';
export * from './jws.ts';
export * from './keys.ts';
export type { SignatureSuite } from './suites.ts';
