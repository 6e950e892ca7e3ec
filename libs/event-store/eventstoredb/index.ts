export { EventStoreDbEventStore } from './eventstoredb.event-store.ts';
export type { EventStoreDbSettings, NodePreference } from './settings.ts';
