import type { Grant } from '#contracts';
import { stateOf, type ClaimPath, type Json } from '#kernel';

/** Whether a recipient may see the disclosure at `path`, whose value is `value`. */
export type Selection = (path: ClaimPath, value: Json) => boolean;

/**
 * What a recipient is shown of a record (architecture §7, §8): exactly the claims that its grants name, `null` standing
 * for every element. Of assessments, those under profiles of its own state; unfavourable ones only by a grant that
 * includes them. What nobody named is shown to nobody. `present` of libs/credentials adds the parents of what is selected.
 * @param grants the recipient's, frozen in the event
 * @param sealedOnly S5 claims of the record type: they travel sealed, so that a grant never shows one in the open
 */
export const selects =
  (grants: readonly Grant[], recipient: string, sealedOnly: readonly ClaimPath[]): Selection =>
  (path, value) =>
    !sealedOnly.some((sealed) => covers(sealed, path)) &&
    grants.some(
      (grant) => names(grant, path) && (!isAssessment(path) || isFor(recipient, grant, value)),
    );

/** Whether a grant lets the authority have the claim sealed to it. */
export const grantsSealed = (grants: readonly Grant[], path: ClaimPath): boolean =>
  grants.some((grant) => names(grant, path));

const names = ({ claims }: Grant, path: ClaimPath): boolean =>
  claims.some((claim) => covers(claim, path));

/** Exactly this place: a claim path covers neither what is above it nor what is beneath. */
const covers = (claim: ClaimPath, path: ClaimPath): boolean =>
  claim.length === path.length &&
  claim.every((part, index) =>
    part === null ? typeof path[index] !== 'string' : part === path[index],
  );

const isAssessment = (path: ClaimPath): boolean => path[0] === 'assessments';

const FAVOURABLE: readonly unknown[] = ['FIT', 'CONDITIONAL'];

/** An assessment that cannot be read as one is shown to nobody. */
function isFor(recipient: string, { includeUnfavourable }: Grant, value: Json): boolean {
  if (typeof value !== 'object' || value === null || !('profile' in value)) return false;
  const { profile, outcome } = value;
  return (
    typeof profile === 'string' &&
    profile.startsWith(`${stateOf(recipient)}/`) &&
    (includeUnfavourable !== undefined || FAVOURABLE.includes(outcome))
  );
}
