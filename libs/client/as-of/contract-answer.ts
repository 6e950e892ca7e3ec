import { standingAt, versionAt, type Contract, type ContractStanding } from '#contracts';
import type { Instant } from '#kernel';
import type { Facts } from './facts.ts';
import type { Moments } from './questions.ts';

export type ContractAnswer = {
  readonly standing: ContractStanding | 'UNKNOWN';
  /** The version whose time it was. */
  readonly version?: number;
  /** Every version that all parties had signed, the oldest first. */
  readonly versions: readonly {
    readonly version: number;
    readonly hash: string;
    readonly signedBy: readonly string[];
    readonly effectiveFrom: Instant;
  }[];
  /** Proposed, and not yet signed by all. */
  readonly drafts: readonly { readonly hash: string; readonly signedBy: readonly string[] }[];
  readonly terminatedFrom?: Instant;
};

/** How a contract stood. */
export function contractAnswer(
  of: string,
  { contracts }: Facts,
  { validAt }: Moments,
): ContractAnswer {
  const found = contracts.get(of);
  if (!found) return { standing: 'UNKNOWN', versions: [], drafts: [] };
  const version = versionAt(found, validAt)?.document.version;
  return {
    standing: standingAt(found, validAt),
    ...(version !== undefined && { version }),
    versions: found.versions.map(({ document, hash, effectiveFrom, signatures }) => ({
      ...{ version: document.version, hash, signedBy: partiesOf(signatures), effectiveFrom },
    })),
    drafts: found.drafts.map(({ hash, signatures }) => ({ hash, signedBy: partiesOf(signatures) })),
    ...(found.terminatedFrom !== undefined && { terminatedFrom: found.terminatedFrom }),
  };
}

const partiesOf = (signatures: Contract['drafts'][number]['signatures']): readonly string[] =>
  signatures.map(({ party }) => party).sort();
