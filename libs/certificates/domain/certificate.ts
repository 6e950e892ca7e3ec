import type { ContractReference, Recipient } from '#kernel';
import type { CertificateEvent, RecordReference } from './certificate.messages.ts';

type Event<Type extends CertificateEvent['type']> = Extract<CertificateEvent, { type: Type }>;

/** What is known of one certificate in the clear. Its outcome and dates are sealed and take no part in its rules. */
export type Certificate = {
  /** Undefined until it is issued. */
  readonly record: RecordReference | undefined;
  readonly successor: { readonly id: string; readonly digest: string } | undefined;
  readonly revoked: boolean;
  /** What stands open, so that those who join later are told of it. */
  readonly reviews: readonly Event<'ReviewOpened'>[];
  readonly suspensions: readonly Event<'RecognitionSuspended'>[];
  /** The issuer upheld the record after its key was found compromised: the key casts no more doubt on it. */
  readonly keyUpheld: boolean;
  /** Unions over the stream: every contract it ran under, everybody it ever went to. */
  readonly under: readonly ContractReference[];
  readonly to: readonly Recipient[];
  /** Acts of statements that were carried out. */
  readonly acts: readonly string[];
};

export const absent: Certificate = {
  record: undefined,
  successor: undefined,
  revoked: false,
  reviews: [],
  suspensions: [],
  keyUpheld: false,
  under: [],
  to: [],
  acts: [],
};
