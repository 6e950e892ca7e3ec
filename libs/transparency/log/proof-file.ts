import { WireError } from '#kernel';
import { HASH_BYTES } from '../tree/hashing.ts';
import { verifyInclusion } from '../tree/verify-proof.ts';
import { openWitnessed, type LogPolicy, type ProvedCheckpoint } from './checkpoint.ts';
import { base64 } from './note.ts';

/** That an entry is in the log, whole in one text (C2SP tlog-proof). */
export type LogProof = {
  /** Not proved by the proof. */
  readonly extra?: Buffer;
  readonly index: number;
  readonly proof: readonly Buffer[];
  /** The note as the log published it, with its cosignatures. */
  readonly checkpoint: string;
};

const HEAD = 'c2sp.org/tlog-proof@v1';

export const formatLogProof = ({ extra, index, proof, checkpoint }: LogProof): string =>
  [
    HEAD,
    ...(extra ? [`extra ${extra.toString('base64')}`] : []),
    `index ${index}`,
    ...proof.map((one) => one.toString('base64')),
    '',
    checkpoint,
  ].join('\n');

/** @throws WireError WIRE_LOG_NOTE */
export function parseLogProof(text: string): LogProof {
  const end = text.indexOf('\n\n');
  const [head, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const encoded = /^extra (\S*)$/.exec(lines[0] ?? '')?.[1];
  const extra = encoded === undefined ? undefined : base64(encoded);
  const [place = '', ...hashes] = extra ? lines.slice(1) : lines;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(place)?.[1];
  const proof = hashes.map(base64);
  const isEncoded = !encoded || extra!.length > 0;
  const isProof = isEncoded && proof.every(({ length }) => length === HASH_BYTES);
  if (head !== HEAD || index === undefined || !isProof)
    throw new WireError('WIRE_LOG_NOTE', 'not a proof of the form tlog-proof@v1');
  return {
    ...(extra && { extra }),
    index: Number(index),
    proof,
    checkpoint: text.slice(end + 2),
  };
}

/**
 * That the leaf is in the tree of a checkpoint that the log signed and a quorum of witnesses saw.
 * @throws TrustError TRUST_LOG_PROOF, TRUST_LOG_QUORUM, TRUST_SIGNATURE_INVALID; WireError WIRE_LOG_NOTE
 */
export function verifyLogProof(
  { index, proof, checkpoint }: LogProof,
  leaf: Uint8Array,
  policy: LogPolicy,
): ProvedCheckpoint {
  const proved = openWitnessed(checkpoint, policy);
  verifyInclusion({ index, size: proved.size, leaf, proof, root: proved.root });
  return proved;
}
