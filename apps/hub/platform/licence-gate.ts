import { TrustError, type Instant } from '#kernel';
import { licensed } from '#participants';
import type { HubViews } from '../views/hub-views.ts';

/** What an agency is about to do: for which state, when it is recorded, and when it happened if that was earlier. */
export type AgencyAct = {
  readonly destination: string;
  readonly recordedAt: Instant;
  readonly occurredAt?: Instant;
};

/**
 * Lets an agency pass that is licensed for the destination, both when its act is recorded and when it happened. It is the
 * first thing asked of every call of an agency, before any worker is looked up, so a refusal says nothing of one.
 *
 * A suspension that any hub records acts on every hub within the age limit of its view, 10 seconds. A view's age counts
 * from when it last held all that the store held: a hub whose view lacks the suspension last did so before it was
 * recorded, so 10 seconds later its view is older than that, and it refuses every agency.
 * @param pointer of the destination in what the agency sent, if it stands there
 * @throws TrustError LICENCE_NOT_ACTIVE, LICENCE_SCOPE; StoreError STORE_BEHIND
 */
export function assertLicensed(
  views: HubViews,
  participant: string,
  { destination, recordedAt, occurredAt = recordedAt }: AgencyAct,
  pointer?: string,
): void {
  views.assertFresh();
  for (const at of [recordedAt, occurredAt]) {
    const standing = licensed(views.trust, participant, destination, at);
    if (standing !== 'ACTIVE')
      throw new TrustError(standing, `${participant} may not recruit for ${destination}`, {
        ...(pointer !== undefined && { pointer }),
        facts: { destination },
      });
  }
}
