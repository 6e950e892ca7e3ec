import type { Instant } from '#kernel';
import { decodeDcc, type Signers } from './decode-dcc.ts';
import { mapDcc, type MappedDcc } from './map-dcc.ts';
import type { DccLine } from './read-lines.ts';
import type { Rejected } from './rejection.ts';

/** What becomes of one line: claims for a `MedicalEvidence` record, or the reason why not. */
export function importDcc(line: DccLine, at: Instant, signers?: Signers): MappedDcc | Rejected {
  const decoded = decodeDcc(line, signers);
  return decoded.outcome === 'decoded' ? mapDcc(decoded, at) : decoded;
}
