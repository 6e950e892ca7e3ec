import type { DomainEvent } from '#kernel';

/**
 * A checkpoint that the log signed, with no other signature. It is in the store before anybody is shown it: so no two
 * of one size can be published, whoever signs.
 */
export type CheckpointSigned = DomainEvent<'CheckpointSigned', { readonly checkpoint: string }>;

/** The notary's own stream of the exchange store. Its events are no leaves; every other event is. */
export const logStream = (origin: string): string => `notary-${origin}`;
