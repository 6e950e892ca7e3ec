import type { UnheardPage } from '#client';
import type { Clock } from '#kernel';
import type { Inbox } from '../inbox/inbox.ts';
import type { Report } from '../report.ts';
import type { ReceiptsSender } from './receipts-sender.ts';

type Asking = {
  readonly authority: string;
  readonly sender: ReceiptsSender;
  readonly redrive: (after?: string) => Promise<UnheardPage>;
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly report: Report;
};

/**
 * Messages are gone that were never handled: the hub is told what did arrive, and asked for all the rest. What comes
 * again is noted as held before anything later is handled, so that no event of a record overtakes it.
 */
export async function askAnew({
  authority,
  sender,
  redrive,
  inbox,
  clock,
  report,
}: Asking): Promise<void> {
  await sender.sendAll();
  let count = 0;
  for (let after: string | undefined, isLast = false; !isLast;) {
    const { redriven, next } = await redrive(after);
    await inbox.expectAgain(authority, redriven, clock.now());
    count += redriven.length;
    after = next;
    isLast = next === undefined;
  }
  report('deliveries are asked for anew', { authority, count });
}
