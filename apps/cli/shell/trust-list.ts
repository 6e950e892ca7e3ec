import { createReadStream } from 'node:fs';
import { inputLines, verifyHistory, type ReplayedEvent } from '#client';
import type { TrustList } from '#participants';
import { UsageError } from './failure.ts';
import type { Session } from './session.ts';

const LONGEST_EVENT = 1024 * 1024;

/** Who takes part, proved from genesis: from a saved list, or from the hub, which is not trusted with it either. */
export async function trustListOf(session: Session, file: string | undefined): Promise<TrustList> {
  const events = file === undefined ? session.publicHub().trustList() : saved(file);
  const { trust, findings } = await verifyHistory(await session.genesis(), events);
  if (findings.length > 0)
    session.io.err(`Of the trust list ${findings.length} events are not proved; left out.\n`);
  return trust;
}

async function* saved(file: string): AsyncGenerator<ReplayedEvent> {
  for await (const { line, text } of inputLines(createReadStream(file), LONGEST_EVENT))
    try {
      yield JSON.parse(text ?? '') as ReplayedEvent;
    } catch {
      throw new UsageError(`${file} line ${line} is no event of a trust list.`);
    }
}
