import { eventStoreConformance } from '../event-store.conformance.ts';
import { sqliteGiven } from './given.conformance.ts';

eventStoreConformance('SqliteEventStore', () => sqliteGiven());
