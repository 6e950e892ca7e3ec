import type { Stored } from '#client';
import { parseJws, verifyJws, genesisKey } from '#signing';
import type { Session } from './session.ts';
import { facts } from './table.ts';

/** What the hub's receipt says (architecture §11). */
type Receipt = { readonly event: string; readonly stream: string; readonly recordedAt: string };

/** Checks the receipt with the hub's key of genesis, and shows it. @throws TrustError if it is not the hub's */
export async function showReceipt(
  session: Session,
  stored: Stored,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { hub } = await session.genesis();
  const jws = parseJws(stored.receipt, { typ: 'receipt+jws' });
  verifyJws(jws, genesisKey(hub.receipt));
  const { event, stream, recordedAt } = jws.payload as unknown as Receipt;
  session.show({ ...more, ...stored }, () =>
    facts({ ...more, recorded: recordedAt, stream, event }),
  );
}
