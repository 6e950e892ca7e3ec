import { decode } from '#event-store';
import { jcs, sha256, signJws } from '#signing';
import type { SampleHistory } from '#testing';
import {
  accessLogOrigin,
  GrowingTree,
  leafHash,
  logEntry,
  signCheckpoint,
  TileReader,
  type LoggedEvent,
} from '#transparency';
import { GROUNDS, recordStreams, relatedStreams } from '../excerpt/related-streams.ts';
import type { Excerpt, ProvedEvent } from '../excerpt/excerpt.ts';
import type { About, BundleSources } from './bundle.ts';

type Named = { readonly issuer: string; readonly id: string };

/** What a hub with this history would make the record's bundle from, with all the deliveries in it. */
export async function sourcesOf(
  history: SampleHistory,
  { issuer, id }: Named,
): Promise<BundleSources & { readonly size: number }> {
  const { events, federation } = history;
  const tree = new GrowingTree();
  for (const event of events) tree.append(leafHash(logEntry(event)), () => undefined);
  const reader = new TileReader((tile) => tree.edge(tile)!);
  const size = events.length;
  const proved = (names: readonly string[]): Promise<readonly ProvedEvent[]> =>
    Promise.all(
      events.flatMap(({ position: _, ...event }, index) =>
        names.some((one) =>
          one.endsWith('-') ? event.stream.startsWith(one) : event.stream === one,
        )
          ? [
              reader.inclusion(index, size).then((proof) => ({
                ...{ index, ...event },
                proof: proof.map((one) => one.toString('base64')),
              })),
            ]
          : [],
      ),
    );
  const own = recordStreams(issuer, id);
  const related = events
    .filter(({ stream }) => own.includes(stream))
    .flatMap((event) => relatedStreams(decode(event)));
  const excerpt = {
    checkpoint: signCheckpoint(
      { origin: federation.genesis.document.origin, size, root: tree.root() },
      history.key('HUB log'),
    ),
    events: await proved([...GROUNDS, ...own, ...related]),
  };
  const receipts = excerpt.events
    .filter(({ stream }) => own.includes(stream))
    .flatMap((event) => {
      const { digest, jwt, statement } = JSON.parse(event.data) as Record<string, string>;
      const named = jwt === undefined ? statement && sha256(statement) : digest;
      if (!named) return [];
      const { recordedAt, under = [] } = JSON.parse(event.metadata) as Record<string, unknown>;
      const { id: name, stream, revision } = event;
      const payload = { event: name, stream, revision, digest: named, recordedAt, under };
      return [
        [event.index, signJws('receipt+jws', jcs(payload), history.key('HUB receipt'))] as const,
      ];
    });
  const deliveries = (await proved(['deliveries-'])).filter(
    ({ type, data }) =>
      type === 'DeliveriesConfirmed' && excerpt.events.some((event) => data.includes(event.id)),
  );
  return {
    ...{ genesis: federation.genesis, excerpt, receipts: new Map(receipts), deliveries, size },
    verifications: await readOf({ issuer, id }, history),
  };
}

/** One read of the record, as the access log has it behind another. */
async function readOf({ issuer, id }: Named, history: SampleHistory): Promise<Excerpt> {
  const read = (record: string): LoggedEvent => ({
    id: '0b8f9d1e-6f5c-4c1a-9a50-3d6f3d1b2a77',
    stream: `access-${'A'.repeat(43)}`,
    revision: 0,
    type: 'RecordRead',
    data: JSON.stringify({ asker: 'RU.MOH', kid: 'A', purpose: 'READ', outcome: 'GIVEN', record }),
    metadata: JSON.stringify({ recordedAt: '2026-11-24T09:00:00.000Z', nonce: 'A'.repeat(22) }),
  });
  const events = [read('certificate-'.padEnd(90, '-')), read(`certificate-${issuer}-${id}---`)];
  const tree = new GrowingTree();
  for (const event of events) tree.append(leafHash(logEntry(event)), () => undefined);
  const path = await new TileReader((tile) => tree.edge(tile)!).inclusion(1, 2);
  const origin = accessLogOrigin(history.federation.genesis.document.origin);
  return {
    checkpoint: signCheckpoint({ origin, size: 2, root: tree.root() }, history.key('HUB log')),
    events: [{ ...events[1]!, index: 1, proof: path.map((one) => one.toString('base64')) }],
  };
}

export const aboutRecord = ({ issuer, id }: Named, { now }: SampleHistory): About => ({
  record: { issuer, id },
  madeAt: now,
});
