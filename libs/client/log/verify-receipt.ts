import { TrustError, WireError, type Instant } from '#kernel';
import type { TrustList } from '#participants';
import {
  genesisKey,
  isObject,
  jcs,
  parseJson,
  parseJws,
  sha256,
  verifyJws,
  type Genesis,
} from '#signing';
import {
  formatLogProof,
  leafHash,
  logEntry,
  openCheckpoint,
  parseLogProof,
  verifyInclusion,
  type Cosignature,
  type LoggedEvent,
} from '#transparency';
import { logPolicy } from './log-keys.ts';
import { witnessed } from './witnessed.ts';

/** What is proved of a push, or of any other act that got a receipt. */
export type ProvedReceipt = {
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: Instant;
  /** Of the tree that the event is proved to be in, and its place there. */
  readonly size: number;
  readonly index: number;
  /** Who saw that tree, and when. */
  readonly witnesses: readonly Cosignature[];
};

export type ReceiptEvidence = {
  /** `receipt+jws`, as the hub gave it; left out where the proof brings it along. */
  readonly receipt?: string;
  /** `tlog-proof`, whose extra data is the event as it is stored. */
  readonly proof: string;
  /** Verified, and pinned out of band. */
  readonly genesis: Genesis;
  /** Proved from genesis (`replayTrust`); whose witness keys count. */
  readonly trust: TrustList;
  readonly quorum?: number;
};

/** A proof is at most one event with its sealed contents, in base64. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * That the hub put what it gave a receipt for into its log, where no one can take it out again unseen. Needs no network.
 * @throws TrustError TRUST_SIGNATURE_INVALID, TRUST_KEY_UNKNOWN, TRUST_LOG_PROOF, TRUST_LOG_QUORUM; WireError
 */
export function verifyReceipt({
  receipt,
  proof,
  genesis,
  trust,
  quorum,
}: ReceiptEvidence): ProvedReceipt {
  const { extra, index, proof: hashes, checkpoint } = parseLogProof(proof);
  const event = eventIn(extra);
  const jws = parseJws(receipt ?? event.receipt ?? '', { typ: 'receipt+jws' });
  verifyJws(jws, genesisKey(genesis.hub.receipt));
  assertReceiptOf(event, jws.payload);
  const { size, root } = openCheckpoint(checkpoint, logPolicy(genesis, []));
  verifyInclusion({ index, size, leaf: leafHash(logEntry(event)), proof: hashes, root });
  const witnesses = witnessed(checkpoint, genesis, trust, quorum);
  const { id, stream, revision } = event;
  const recordedAt = (jws.payload as { recordedAt: Instant }).recordedAt;
  return { event: id, stream, revision, recordedAt, size, index, witnesses };
}

/** How the hub proves that an event is a leaf: `GET /v1/log/proofs/inclusion`. */
export type Inclusion = {
  readonly index: number;
  /** Base64. */
  readonly proof: readonly string[];
  readonly checkpoint: string;
};

/**
 * The proof of an event in one text that needs nothing beside it: a `tlog-proof` with the event, as it is stored.
 * @param receipt brought along too, so that one file is all that is kept
 */
export function receiptProof(
  { id, stream, revision, type, data, metadata }: LoggedEvent,
  { index, proof, checkpoint }: Inclusion,
  receipt?: string,
): string {
  const event = { id, stream, revision, type, data, metadata, ...(receipt && { receipt }) };
  return formatLogProof({
    extra: Buffer.from(JSON.stringify(event)),
    index,
    proof: proof.map((one) => Buffer.from(one, 'base64')),
    checkpoint,
  });
}

const TEXTS = ['id', 'stream', 'type', 'data', 'metadata'] as const;

function eventIn(extra: Uint8Array | undefined): LoggedEvent & { readonly receipt?: string } {
  const event = extra && parseJson(extra, { bytes: MOST_BYTES });
  const fits =
    event !== undefined &&
    isObject(event) &&
    TEXTS.every((name) => typeof event[name] === 'string') &&
    Number.isSafeInteger(event['revision']) &&
    ['string', 'undefined'].includes(typeof event['receipt']);
  if (!fits) throw new WireError('WIRE_LOG_NOTE', 'the proof does not bring the event along');
  return event as unknown as ReturnType<typeof eventIn>;
}

/** The receipt says of the event what is stored of it, to the last member. */
function assertReceiptOf(
  { id, stream, revision, data, metadata }: LoggedEvent,
  receipt: object,
): void {
  const { recordedAt, under = [] } = parseObject(metadata);
  const { digest, hash, statement } = parseObject(data);
  const named = (receipt as { digest?: unknown }).digest;
  const digests = [digest, hash, typeof statement === 'string' ? sha256(statement) : undefined];
  const said = { event: id, stream, revision, digest: named, recordedAt, under };
  if (!digests.includes(named) || jcs(said) !== jcs(receipt))
    throw new TrustError('TRUST_LOG_PROOF', 'the receipt is of another event than the proof');
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(text, { bytes: MOST_BYTES });
  if (isObject(value)) return value;
  throw new WireError('WIRE_LOG_NOTE', 'the event is not one of the hub');
}
