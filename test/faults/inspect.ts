import { isDeepStrictEqual } from 'node:util';
import type { IssuedRecord } from '#certificates';
import type { ReplayedEvent } from '#client';
import { parseCredential, recordDigest } from '#credentials';
import type { Recipient } from '#kernel';
import { parseJws, sha256, verifyJws } from '#signing';
import type { Scene } from '../stage/participants.ts';
import { STATES } from '../stage/stage.ts';
import type { Act } from './act.ts';
import type { Effect, Evidence, Given, Kept } from './evidence.ts';

const AUDITOR = 'KZ.AUDIT';

type Data = Partial<IssuedRecord> & { readonly statement?: string };

/** What the store holds about records, as an auditor reads it. */
export async function keptEvents(stage: Scene): Promise<Pick<Evidence, 'events' | 'workerOf'>> {
  const auditor = await stage.client(AUDITOR);
  const events: Kept[] = [];
  const workers = new Map<string, string>();
  for await (const event of auditor.replay({ streamPrefix: 'certificate-' })) {
    const { subject, digest = '', statement } = JSON.parse(event.data) as Data;
    if (subject !== undefined) workers.set(event.stream, subject);
    const { id, stream, revision } = event;
    const said = statement === undefined ? digest : sha256(statement);
    events.push({ id, stream, revision, digest: said, to: recipientsOf(event) });
  }
  return { events, workerOf: (stream) => workers.get(stream)! };
}

function recipientsOf({ metadata }: ReplayedEvent): string[] {
  const { to = [] } = JSON.parse(metadata) as { readonly to?: readonly Recipient[] };
  return to.map(({ authority }) => authority);
}

/** How many documents the national systems took. */
export const effectCount = (stage: Scene): number =>
  STATES.reduce((sum, state) => sum + stage.nationalSystem(state).effects.size, 0);

/** How many came to them, also the same again. */
export const requestCount = (stage: Scene): number =>
  STATES.reduce((sum, state) => sum + stage.nationalSystem(state).requests.length, 0);

/** Deliveries that came more than once, and not in the same words. */
export function changedDeliveries(stage: Scene): string[] {
  const changed = STATES.flatMap((state) => {
    const { effects, requests } = stage.nationalSystem(state);
    return requests.filter(({ key, document }) => !isDeepStrictEqual(effects.get(key), document));
  });
  return changed.map(({ key }) => key);
}

/** What the national systems took, by what the documents say and not by the keys they came under. */
export function effectsOf(stage: Scene): Effect[] {
  return STATES.flatMap((state) =>
    [...stage.nationalSystem(state).effects.values()].map((document) => {
      const { event, authority } = document as { event: { id: string }; authority: string };
      return { event: event.id, authority };
    }),
  );
}

/** What the receipts say; each was signed by the hub, and is of what was asked for. */
export function givenReceipts(stage: Scene, acts: readonly Act[]): Given[] {
  return acts.map(({ receipt, stream, digest }) => {
    const jws = parseJws(receipt!, { typ: 'receipt+jws' });
    verifyJws(jws, stage.receiptKey);
    const given = jws.payload as Given;
    if (given.stream !== stream || given.digest !== digest)
      throw new Error(`a receipt of something else than ${stream}`);
    return given;
  });
}

/** How many deliveries the hub was told had arrived. */
export async function confirmed(stage: Scene): Promise<number> {
  const auditor = await stage.client(AUDITOR);
  let count = 0;
  for await (const { data } of auditor.replay({ type: 'DeliveriesConfirmed' })) {
    const { receipts } = JSON.parse(data) as { readonly receipts: readonly { outcome: string }[] };
    count += receipts.filter(({ outcome }) => outcome === 'DELIVERED').length;
  }
  return count;
}

/** The records that their first recipient cannot open as they were signed. */
export async function unopened(stage: Scene, events: readonly Kept[]): Promise<string[]> {
  const records = events.filter(({ revision }) => revision === 0);
  const failed: string[] = [];
  const readers = Array.from({ length: 8 }, async () => {
    for (let next = records.pop(); next; next = records.pop())
      if (!(await opens(stage, next))) failed.push(next.stream);
  });
  await Promise.all(readers);
  return failed;
}

async function opens(stage: Scene, { stream, digest, to }: Kept): Promise<boolean> {
  const reader = await stage.client(to[0]!);
  const [, issuer, id] = /^certificate-([A-Z.]+)-(.+)$/.exec(stream)!;
  const { presentation = '' } = await reader.certificate<{ presentation?: string }>(issuer!, id!);
  const { jwt, disclosures } = parseCredential(presentation);
  return disclosures.length > 0 && recordDigest(jwt) === digest;
}
