/** The stand-in for an EventStoreDB. Prints its port. */
import { StandIn } from '#testing/eventstoredb';

const standIn = await StandIn.start();
process.stdout.write(`${standIn.port}\n`);
process.once('SIGTERM', () => process.exit());
