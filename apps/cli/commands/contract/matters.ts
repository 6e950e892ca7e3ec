import {
  medicalCertificateContract,
  recruitmentContract,
  type ContractDocument,
  type LegalBasis,
  type MedicalContractTerms,
} from '#contracts';
import { stateOf } from '#kernel';
import { UsageError } from '../../shell/failure.ts';

/** What the command line says of a contract, whatever it is about. */
export type DraftTerms = Omit<MedicalContractTerms, 'parties' | 'legalBasis'> & {
  /** The authority of each party that shares. */
  readonly authorities: readonly string[];
  readonly legalBasis: readonly LegalBasis[];
};

/** What a contract can be drafted about. @throws UsageError for terms that do not belong to it, or that it needs */
export const MATTERS = {
  'medical-certificates': ({ authorities, legalBasis, ...terms }) =>
    medicalCertificateContract({
      ...terms,
      ...(legalBasis.length > 0 && { legalBasis }),
      parties: authorities.map((health) => ({ state: stateOf(health), health })),
    }),

  'organised-recruitment': ({ authorities, unfavourableBasis, includeEvidence, ...terms }) => {
    if (unfavourableBasis !== undefined || includeEvidence)
      throw new UsageError(
        '--unfavourable-basis and --include-evidence belong to medical certificates.',
      );
    if (terms.legalBasis.length === 0)
      throw new UsageError('Say which act the parties stand on, with --legal-basis.');
    const parties = authorities.map((labour) => ({ state: stateOf(labour), labour }));
    return recruitmentContract({ ...terms, parties });
  },
} satisfies Readonly<Record<string, (terms: DraftTerms) => ContractDocument>>;

export type Matter = keyof typeof MATTERS;
