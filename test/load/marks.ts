import type { Case } from './case.ts';

type Figure = 'value' | 'ratio' | 'p50' | 'p99';

/** What a case must reach: at least, or at most. */
export type Mark = { readonly figure: Figure } & (
  { readonly least: number } | { readonly most: number }
);

/** The first marks, for a machine of two cores; ratios where the machine counts. */
export const MARKS: Readonly<Record<string, readonly Mark[]>> = {
  'certificate.verify.12': [{ figure: 'ratio', most: 1.6 }],
  'certificate.verify.40': [{ figure: 'ratio', most: 2.2 }],
  'push.c1': [{ figure: 'p50', most: 1.2 }],
  'push.c32': [
    { figure: 'ratio', least: 0.28 },
    { figure: 'p99', most: 35 },
  ],
  'push.c32.notary': [{ figure: 'ratio', least: 0.95 }],
  'push.batch': [{ figure: 'value', least: 3_300 }],
  'verification.c32': [
    { figure: 'ratio', least: 0.45 },
    { figure: 'p99', most: 15 },
  ],
  'append.eventstoredb': [{ figure: 'ratio', least: 0.8 }],
  'relay.kafka': [{ figure: 'ratio', least: 0.6 }],
  'latency.kafka': [
    { figure: 'value', least: 485 },
    { figure: 'p99', most: 250 },
  ],
  'latency.kafka.holds': [{ figure: 'p99', most: 250 }],
  replay: [{ figure: 'value', least: 50_000 }],
  start: [{ figure: 'value', most: 3 }],
  'log.append': [{ figure: 'value', least: 100_000 }],
  'log.proof.1m': [{ figure: 'p99', most: 1 }],
  'log.proof.10m': [{ figure: 'p99', most: 1 }],
  'log.audit.root': [{ figure: 'ratio', least: 5 }],
  'log.audit.signatures': [{ figure: 'ratio', least: 2 }],
  memory: [{ figure: 'value', most: 512 }],
};

export function isMet(mark: Mark, one: Case): boolean {
  const reached = one[mark.figure] ?? NaN;
  return 'least' in mark ? reached >= mark.least : reached <= mark.most;
}
