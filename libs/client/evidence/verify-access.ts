import { isObject, type Genesis } from '#signing';
import type { TrustList } from '#participants';
import { accessLogOrigin, openCheckpoint } from '#transparency';
import type { Excerpt, ProvedEvent } from '../excerpt/excerpt.ts';
import { recordStreams } from '../excerpt/related-streams.ts';
import { verifyLeaf, type ExcerptOptions } from '../excerpt/verify-excerpt.ts';
import { logPolicy } from '../log/log-keys.ts';
import { witnessed } from '../log/witnessed.ts';
import { PATHS, type About } from './bundle.ts';
import { altered } from './zip.ts';

/**
 * That the hub wrote each answer and read into its access log before the checkpoint, whose tree the witnesses saw, and that
 * each is about the record. What the log says of itself, nobody else signed: who asked, and what they were told.
 * @returns how many there are, and who saw the tree
 * @throws TrustError, WireError
 */
export function verifyAccess(
  { checkpoint, events }: Excerpt,
  { record: { issuer, id } }: About,
  genesis: Genesis,
  trust: TrustList,
  { quorum }: ExcerptOptions,
): string {
  if (events.length === 0) return '0 answers and reads';
  const origin = accessLogOrigin(genesis.origin);
  const head = openCheckpoint(checkpoint, logPolicy(genesis, [], 0, origin));
  const streams = recordStreams(issuer, id);
  for (const event of events) {
    verifyLeaf(event, head);
    if (!streams.includes(recordIn(event))) throw altered(PATHS.verifications, 'has another event');
  }
  const seen = witnessed(checkpoint, genesis, trust, quorum, origin).length;
  return `${events.length} answers and reads, among ${head.size}; ${seen} witnesses saw that log`;
}

/** References are filled up to one length. */
function recordIn({ data }: ProvedEvent): string {
  const held: unknown = JSON.parse(data);
  const record = isObject(held) ? held['record'] : undefined;
  return typeof record === 'string' ? record.replace(/-+$/, '') : '';
}
