import { keep } from '../shared/keep.ts';
import { startPostgres } from './start-postgres.ts';

await keep('postgres', startPostgres);
