export * from './answers.view.ts';
export * from './records.view.ts';
