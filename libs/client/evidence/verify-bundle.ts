import { TrustError, type Instant } from '#kernel';
import { genesisHash, verifyGenesis, type Genesis } from '#signing';
import { openCheckpoint, type TreeHead } from '#transparency';
import { factsOf } from '../as-of/facts.ts';
import { recordAnswer, type RecordAnswer } from '../as-of/record-answer.ts';
import { countedStreams } from '../excerpt/excerpt.ts';
import { recordStreams } from '../excerpt/related-streams.ts';
import { recorded, verifyLeaf, type ExcerptOptions } from '../excerpt/verify-excerpt.ts';
import { verifyHistory, type VerifiedHistory } from '../history/index.ts';
import { logPolicy } from '../log/log-keys.ts';
import { verifyReceipt, receiptProof } from '../log/verify-receipt.ts';
import { witnessed } from '../log/witnessed.ts';
import { eventIn } from './artefacts.ts';
import { PATHS, receiptPath, sourcesIn, type BundleSources } from './bundle.ts';
import { derivedFiles } from './derived-files.ts';
import { verifyManifest, type Manifest } from './manifest.ts';
import { PAGE } from './page/page.ts';
import { Steps, type BundleStep } from './steps.ts';
import { verifyAccess } from './verify-access.ts';
import { verifyDelivery } from './verify-delivery.ts';
import { altered, unpack, type Files } from './zip.ts';

export type VerifiedBundle = {
  readonly isProved: boolean;
  readonly steps: readonly BundleStep[];
  /** What is proved of the record, when all is. */
  readonly record?: {
    readonly issuer: string;
    readonly id: string;
    readonly madeAt: Instant;
    readonly answer: RecordAnswer;
  };
};

/**
 * Verifies an evidence bundle from a founding document that was pinned out of band, and from nothing else: no hub, no
 * network. Says of each step how it went; one byte that is not as it was made fails it, and the step says whose.
 */
export async function verifyBundle(
  bytes: Uint8Array,
  genesis: Genesis,
  options: ExcerptOptions = {},
): Promise<VerifiedBundle> {
  const taken = new Steps();
  let record: VerifiedBundle['record'];
  const steps = await taken.play(async () => {
    const files = await taken.take(
      'CONTAINER',
      () => unpack(bytes),
      ({ size }) => `${size} files, ${bytes.length} bytes`,
    );
    const manifest = await taken.take(
      'MANIFEST',
      () => verifyManifest(files, genesis),
      ({ record: { issuer, id }, madeAt }) => `record ${issuer} ${id}, ${madeAt}`,
    );
    const sources = await taken.take(
      'GENESIS',
      () => pinnedSources(files, genesis),
      () => genesisHash(genesis),
    );
    const events = [...sources.excerpt.events, ...sources.deliveries];
    const { checkpoint } = sources.excerpt;
    const head = await taken.take(
      'CHECKPOINT',
      () => openCheckpoint(checkpoint, logPolicy(genesis, [])),
      ({ origin, size }) => `${origin}, ${size} leaves`,
    );
    await taken.take(
      'INCLUSION',
      () => events.forEach((event) => verifyLeaf(event, head)),
      () => `${events.length} events`,
    );
    const history = await taken.take(
      'HISTORY',
      () => provedHistory(sources, genesis),
      ({ signatures }) => `${signatures} signatures`,
    );
    await taken.take(
      'WITNESSES',
      () => witnessed(checkpoint, genesis, history.trust, options.quorum),
      (seen) => seen.map(({ witness, at }) => `${witness} (${at})`).join(', ') || 'none',
    );
    await taken.take(
      'COUNT',
      () => assertCounted(sources, manifest, head),
      (count) => `${count} streams`,
    );
    await taken.take(
      'RECEIPTS',
      () => verifyReceipts(sources, genesis, history, options),
      (count) => `${count} receipts`,
    );
    await taken.take(
      'DELIVERIES',
      () => sources.deliveries.forEach((event) => verifyDelivery(event, sources, history.trust)),
      () => `${sources.deliveries.length} statements`,
    );
    await taken.take(
      'VERIFICATIONS',
      () => verifyAccess(sources.verifications, manifest, genesis, history.trust, options),
      (told) => told,
    );
    await taken.take(
      'READABLE',
      () => assertDerived(files, sources, manifest),
      (count) => `${count} files`,
    );
    record = provedRecord(sources, manifest);
  });
  const isProved = record !== undefined;
  return { isProved, steps, ...(record && { record }) };
}

function pinnedSources(files: Files, genesis: Genesis): BundleSources {
  const sources = sourcesIn(files);
  verifyGenesis(sources.genesis, genesisHash(genesis));
  return sources;
}

async function provedHistory({ excerpt }: BundleSources, genesis: Genesis) {
  const history = await verifyHistory(genesis, excerpt.events.map(recorded), { isExcerpt: true });
  const [finding] = history.findings;
  if (!finding) return history;
  const { code, type, stream, revision, reason } = finding;
  throw new TrustError(code, `${type} of ${stream}, revision ${revision}: ${reason}`, {
    facts: { file: PATHS.events },
  });
}

/** @returns how many streams there are */
function assertCounted(
  { excerpt: { events } }: BundleSources,
  { streams, size, record: { issuer, id }, madeAt }: Manifest,
  head: TreeHead,
): number {
  const counted = countedStreams(events);
  const names = new Set([...Object.keys(counted), ...Object.keys(streams)]);
  for (const name of names)
    if (counted[name] !== streams[name])
      throw altered(PATHS.events, `has ${counted[name] ?? 0} events of ${name}`);
  if (head.size !== size) throw altered(PATHS.checkpoint, `is of another tree than of ${size}`);
  if (!recordStreams(issuer, id).some((name) => names.has(name)))
    throw altered(PATHS.events, 'says nothing of the record');
  if (events.some((event) => eventIn(event).at > madeAt))
    throw altered(PATHS.events, 'has what was recorded later');
  return names.size;
}

function verifyReceipts(
  { excerpt: { events, checkpoint }, receipts }: BundleSources,
  genesis: Genesis,
  { trust }: VerifiedHistory,
  { quorum }: ExcerptOptions,
): number {
  for (const [index, receipt] of receipts) {
    const event = events.find((one) => one.index === index);
    if (!event) throw altered(receiptPath(index), 'is of no event here');
    const proof = receiptProof(event, { ...event, checkpoint }, receipt);
    verifyReceipt({ proof, genesis, trust, ...(quorum !== undefined && { quorum }) });
  }
  return receipts.size;
}

/** @returns how many files follow from others */
function assertDerived(files: Files, sources: BundleSources, about: Manifest): number {
  const derived = derivedFiles(sources, about);
  for (const [path, bytes] of derived) {
    // A page of another wording retells the same; that it is the hub's is all that can be said of it.
    if (path === PATHS.page && about.page !== PAGE) continue;
    if (Buffer.compare(bytes, files.get(path) ?? Buffer.alloc(0)) !== 0)
      throw altered(path, 'does not say what the events say');
  }
  return derived.size;
}

function provedRecord({ excerpt }: BundleSources, { record, madeAt }: Manifest) {
  const { issuer, id } = record;
  const facts = factsOf(excerpt.events.map(eventIn));
  const answer = recordAnswer(issuer, id, facts, { validAt: madeAt, knownAt: madeAt });
  return { issuer, id, madeAt, answer };
}
