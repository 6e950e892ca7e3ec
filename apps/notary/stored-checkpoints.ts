import type { EventStore, RecordedEvent } from '#event-store';
import { HubError, isInstant, TrustError, type Instant } from '#kernel';
import {
  openCheckpoint,
  parseLogEntry,
  type LogEvent,
  type LogPolicy,
  type ProvedCheckpoint,
} from '#transparency';
import type { Seen } from './tiles/tile-store.ts';

/** The checkpoint in an event of the log's stream. @throws TrustError TRUST_LOG_FORK for what holds none */
export function seenIn({ type, revision, data }: RecordedEvent): Seen {
  const { checkpoint } = JSON.parse(data) as Partial<LogEvent['data']>;
  const isKnown = type === 'CheckpointSigned' || type === 'CheckpointWitnessed';
  if (!isKnown || checkpoint === undefined)
    throw contradicted('something else than checkpoints stands in its stream');
  return { type, revision, checkpoint };
}

/** Whether enough witnesses have cosigned it. */
export const hasQuorum = ({ cosignatures }: ProvedCheckpoint, { quorum }: LogPolicy): boolean =>
  new Set(cosignatures.map(({ witness }) => witness)).size >= quorum;

/** When an event was recorded, by its metadata; nothing where that does not say. */
export function recordedAt(metadata: string): Instant {
  const at = /"recordedAt":"([^"]{24})"/.exec(metadata)?.[1];
  return isInstant(at) ? at : '';
}

/** When the event was recorded that an entry stands for. */
export async function leafRecordedAt(
  entry: Uint8Array,
  store: EventStore,
): Promise<Instant | undefined> {
  const { stream, revision } = parseLogEntry(entry);
  const [event] = await store.readStream(stream, revision);
  return event && recordedAt(event.metadata);
}

/** How a checkpoint is told to people. */
export function nameOf({ checkpoint }: Seen, policy: LogPolicy): string {
  const { size, root } = openCheckpoint(checkpoint, policy);
  return `the last checkpoint: of ${size} events, root ${root.toString('base64')}`;
}

/** For good: what was found contradicts the log. */
export const contradicted = (reason: string) => new TrustError('TRUST_LOG_FORK', reason);

/** What a report says of an error. */
export const factsOf = (error: unknown) => ({
  code: error instanceof HubError ? error.code : 'UNEXPECTED',
  message: String(error),
});
