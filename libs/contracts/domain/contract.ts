import { hasCome, type Instant } from '#kernel';
import type { ContractDocument } from './contract.messages.ts';

/** A party's signature over the JCS bytes of the document: one of a JWS General JSON (RFC 7515 §7.2.1). */
export type PartySignature = {
  readonly party: string;
  readonly protected: string;
  readonly signature: string;
};

/** A document that was proposed and that some parties have signed. */
export type Draft = {
  readonly hash: string;
  readonly document: ContractDocument;
  readonly signatures: readonly PartySignature[];
};

/** A draft that every party signed. */
export type Version = Draft & {
  readonly effectiveFrom: Instant;
  readonly suspensions: readonly { readonly from: Instant; readonly until: Instant | undefined }[];
  readonly backfilled: boolean;
};

/** A contract with all its versions, oldest first. */
export type Contract = {
  /** Open drafts of the next version; the first that every party signs becomes it, and the others lapse. */
  readonly drafts: readonly Draft[];
  readonly versions: readonly Version[];
  readonly terminatedFrom: Instant | undefined;
  /** Acts of statements that were carried out. */
  readonly acts: readonly string[];
};

/** `AGREED`: signed by all and not yet in effect. */
export type ContractStanding =
  'PROPOSED' | 'AGREED' | 'IN_FORCE' | 'SUSPENDED' | 'EXPIRED' | 'TERMINATED';

/** The version whose time it is: the newest that has taken effect. An earlier one has ended then, whatever its own dates. */
export const versionAt = ({ versions }: Contract, at: Instant): Version | undefined =>
  versions.findLast(({ effectiveFrom }) => effectiveFrom <= at);

/** How a contract stands at a moment. Expiry is derived, never an event (architecture §8). */
export function standingAt(contract: Contract, at: Instant): ContractStanding {
  if (hasCome(contract.terminatedFrom, at)) return 'TERMINATED';
  const version = versionAt(contract, at);
  if (!version) return contract.versions.length === 0 ? 'PROPOSED' : 'AGREED';
  if (version.document.validUntil <= at) return 'EXPIRED';
  return isSuspended(version, at) ? 'SUSPENDED' : 'IN_FORCE';
}

const isSuspended = ({ suspensions }: Version, at: Instant): boolean =>
  suspensions.some(({ from, until }) => hasCome(from, at) && !hasCome(until, at));
