export { decodeDcc, signersIn, type DecodedDcc, type Signers } from './decode-dcc.ts';
export { EvidenceFile } from './evidence-file.ts';
export { importDcc } from './import-dcc.ts';
export { mapDcc, type MappedDcc } from './map-dcc.ts';
export { parseLine, readLines, type DccLine } from './read-lines.ts';
export { DCC_REASONS, type DccReason, type Rejected } from './rejection.ts';
