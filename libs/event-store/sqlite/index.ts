export { checksumOf } from './checksum.ts';
export { SqliteEventStore } from './sqlite.event-store.ts';
export { SqliteEventReader } from './reader.ts';
