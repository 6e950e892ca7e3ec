import type { DomainEvent } from '#kernel';

/**
 * A checkpoint that the log signed, with no other signature. It is in the store before anybody is shown it: so no two
 * of one size can be published, whoever signs.
 */
export type CheckpointSigned = DomainEvent<'CheckpointSigned', { readonly checkpoint: string }>;

/** The same checkpoint with the cosignatures of a quorum of witnesses: what the log shows from then on. */
export type CheckpointWitnessed = DomainEvent<
  'CheckpointWitnessed',
  { readonly checkpoint: string }
>;

/** What the notary appends to its own stream. */
export type LogEvent = CheckpointSigned | CheckpointWitnessed;

/** The notary's own stream of the exchange store. Its events are no leaves; every other event is. */
export const logStream = (origin: string): string => `notary-${origin}`;

/** The log of the access log: a tree of its own, under a name of its own. */
export const accessLogOrigin = (origin: string): string => `${origin}/access-log`;
