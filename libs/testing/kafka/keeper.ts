import { keep } from '../shared/keep.ts';
import { startBroker } from './start-broker.ts';

await keep('kafka', startBroker);
