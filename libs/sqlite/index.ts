export { siblingModule, SqliteThread } from './sqlite-thread.ts';
export { SqliteWriter } from './sqlite-writer.ts';
export { prepared, type Operations, type OperationsModule } from './operations.ts';
export { storeError } from './errors.ts';
