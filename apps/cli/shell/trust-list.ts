import { verifyHistory } from '#client';
import type { TrustList } from '#participants';
import { UsageError } from './failure.ts';
import { savedEvents } from './saved-events.ts';
import type { Session } from './session.ts';

const LONGEST_EVENT = 1024 * 1024;

/** Who takes part, proved from genesis: from a saved list, or from the hub, which is not trusted with it either. */
export async function trustListOf(session: Session, file: string | undefined): Promise<TrustList> {
  const events =
    file === undefined ? session.publicHub().trustList() : savedEvents(file, LONGEST_EVENT);
  const genesis = await session.genesis();
  const { trust, findings, eventsByType } = await verifyHistory(genesis, events);
  // Without its beginning it names no witness, and what nobody need have seen would pass for proved.
  if ((eventsByType['StateAdmitted'] ?? 0) < genesis.states.length)
    throw new UsageError(
      `${file ?? 'What the hub gave'} is no whole trust list: it does not begin with the founding states.`,
    );
  if (findings.length > 0)
    session.io.err(`Of the trust list ${findings.length} events are not proved; left out.\n`);
  return trust;
}
