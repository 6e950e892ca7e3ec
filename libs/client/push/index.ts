export { inputLines, type InputLine } from './lines.ts';
export {
  isAccepted,
  recordIn,
  type NamedRecord,
  type PushLine,
  type PushOutcome,
} from './push-line.ts';
export { pushLines, type PushOptions } from './push-lines.ts';
export { LineFile } from './line-file.ts';
export { ReceiptsFile, type KeptReceipt } from './receipts-file.ts';
