export { siblingModule, SqliteThread, SqliteWriter } from './sqlite-thread.ts';
export { prepared, type Operations, type OperationsModule } from './operations.ts';
export { storeError } from './errors.ts';
