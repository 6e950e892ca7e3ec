export { backUp } from './back-up.ts';
export { requirePostgres } from './install.ts';
export { inSchema, PostgresServer, type ServerOptions } from './postgres-server.ts';
export { sharedPostgres } from './shared-server.ts';
export { startPostgres } from './start-postgres.ts';
export { dropSchema, newSchema, schemaOf, sql } from './schemas.ts';
