/** Sees to it that the servers that tests start are on this machine, before the tests run. */
import { requireJava } from './kafka/index.ts';
import { requirePostgres } from './postgres/index.ts';
import { dockerWorks } from './shared/commands.ts';

await requirePostgres();
if (!process.env['KAFKA_BROKERS'] && !(await dockerWorks())) await requireJava();
