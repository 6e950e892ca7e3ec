import { eventStoreConformance } from '../event-store.conformance.ts';
import { sqliteGiven } from './given.samples.ts';

eventStoreConformance('SqliteEventStore', () => sqliteGiven());
