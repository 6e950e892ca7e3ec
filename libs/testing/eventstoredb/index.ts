export { selfSigned } from './certificate.ts';
export * from './faults.ts';
export { Log } from './log.ts';
export { REFUSALS } from './refusals.ts';
export { StandIn, type StandInOptions } from './stand-in.ts';
export { serverForTests, type TestServer } from './server-for-tests.ts';
