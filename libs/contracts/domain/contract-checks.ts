import { hasCome, later, RuleBroken, stateOf, type Instant } from '#kernel';
import { versionAt, type Contract, type Version } from './contract.ts';
import type { ContractDocument } from './contract.messages.ts';

/** `by` is an authority of `party`, and `party` is one of the contract's. */
export function checkParty({ id, parties }: ContractDocument, party: string, by: string): void {
  if (parties.includes(party) && stateOf(by) === party) return;
  throw new RuleBroken('RULE_NOT_A_PARTY', `${by} does not speak for a party of ${id}`, {
    facts: { contract: id },
  });
}

/**
 * A version counts on by one, names the hash of the one before and keeps its parties, so that nobody's contract ends
 * or is taken over without them. Whoever wants to leave terminates.
 */
export function checkFollows(document: ContractDocument, { versions, drafts }: Contract): void {
  const last = versions.at(-1);
  if (document.version !== versions.length + 1)
    throw wrongVersion(`version ${document.version} does not come next`, '/version');
  if (document.previous !== (last?.hash ?? null))
    throw wrongVersion('previous is not the newest version', '/previous');
  const before = (last ?? drafts[0])?.document.parties ?? [];
  if (!before.every((party) => document.parties.includes(party)))
    throw invalid('a version keeps the parties of the one before', '/parties');
}

/** The signed version that a statement names by number and hash. */
export function named(state: Contract, version: number, hash: string): Version {
  const found = state.versions.find((known) => known.hash === hash);
  if (found?.document.version === version) return found;
  if (state.drafts.length > 0 && state.versions.length === 0)
    throw outOfState('no version was signed by all parties');
  throw unknownVersion(state);
}

export const unknownVersion = ({ drafts, versions }: Contract): RuleBroken =>
  drafts.length + versions.length === 0
    ? new RuleBroken('RULE_CONTRACT_UNKNOWN', 'no contract was proposed under this id')
    : wrongVersion('the contract has no such version', '/hash');

/** The time that views need to learn of a change before it counts (architecture §8). */
export function checkMargin(effectiveFrom: Instant, at: Instant, marginSeconds: number): void {
  if (effectiveFrom >= later(at, marginSeconds)) return;
  throw new RuleBroken('RULE_EFFECTIVE_TOO_EARLY', 'the margin is not kept', {
    pointer: '/effectiveFrom',
    facts: { marginSeconds },
  });
}

export function checkNotTerminated({ terminatedFrom }: Contract): void {
  if (terminatedFrom !== undefined) throw outOfState('the contract was terminated');
}

/** At `at` the contract will not have ended, as far as is known. */
export function checkNotEnded({ terminatedFrom }: Contract, version: Version, at: Instant): void {
  if (hasCome(terminatedFrom, at)) throw outOfState('the contract will have been terminated');
  if (version.document.validUntil <= at) throw outOfState('the version will have expired');
}

/** A new version was signed by all and runs unsuspended: whoever suspends it names it. */
export function checkInEffect(state: Contract, version: Version, at: Instant): void {
  const inEffect = versionAt(state, at);
  if (!inEffect) throw outOfState('no version will be in effect');
  if (inEffect !== version) throw wrongVersion('another version will be in effect', '/version');
}

export const outOfState = (reason: string): RuleBroken =>
  new RuleBroken('RULE_CONTRACT_STATE', reason);
export const invalid = (sentence: string, pointer: string): RuleBroken =>
  new RuleBroken('RULE_CONTRACT_INVALID', `broken at ${pointer}: ${sentence}`, { pointer });
const wrongVersion = (reason: string, pointer: string) =>
  new RuleBroken('RULE_CONTRACT_VERSION', reason, { pointer });
