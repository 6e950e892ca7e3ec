export * from './records.view.ts';
