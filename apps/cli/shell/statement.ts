import type { Stored } from '#client';
import type { Session } from './session.ts';
import { showReceipt } from './receipt.ts';

/** For statements whose key never meets a network. */
export const OFFLINE = ['--offline', 'sign and print the statement; send it elsewhere'] as const;
export type Offline = { readonly offline?: boolean };

/** Sends a signed statement and shows its receipt; with `--offline` prints it instead. */
export async function deliver(
  session: Session,
  statement: string,
  { offline }: Offline,
  send: (statement: string) => Promise<Stored>,
): Promise<void> {
  if (offline) session.io.out(`${statement}\n`);
  else await showReceipt(session, await send(statement));
}
