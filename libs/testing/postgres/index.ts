export { backUp } from './back-up.ts';
export { inSchema, PostgresServer, type ServerOptions } from './postgres-server.ts';
export { sharedPostgres } from './shared-server.ts';
