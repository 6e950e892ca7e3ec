import { eventStoreConformance } from '../event-store.conformance.ts';
import { eventStoreDbGiven } from './given.conformance.ts';

eventStoreConformance('EventStoreDbEventStore', () => eventStoreDbGiven());
