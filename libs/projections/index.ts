export * from './follow.ts';
export * from './follower.ts';
export * from './project.ts';
export * from './read-model.ts';
export * from './rebuild.ts';
export * from './row-view.ts';
export * from './view.ts';
export type { Range } from './rows.ts';
