import type { DomainEvent } from '#kernel';

/** Whose streams every record depends on: who may do what, and under which contracts. Prefixes of names. */
export const GROUNDS = ['state-', 'contract-'] as const;

/** The streams that a record may have: one for each family. */
export const recordStreams = (issuer: string, id: string): readonly string[] =>
  ['certificate', 'evidence', 'case'].map((family) => `${family}-${issuer}-${id}`);

type Facts = {
  readonly issuer?: string;
  readonly supersedes?: string;
  readonly subject?: string;
  readonly demand?: string;
};

/** Further streams that an event of a record depends on: its predecessor's, the worker's erasure, the demand of a case. */
export function relatedStreams({ type, data }: DomainEvent): readonly string[] {
  const { issuer, supersedes, subject, demand } = data as Facts;
  return [
    ...(type === 'CertificateIssued' && supersedes !== undefined
      ? [`certificate-${issuer}-${supersedes}`]
      : []),
    ...(subject === undefined ? [] : [`subject-${subject}`]),
    ...(type.startsWith('Case') && demand !== undefined ? [`demand-${demand}`] : []),
  ];
}
