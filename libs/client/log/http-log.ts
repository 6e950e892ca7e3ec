import { TrustError } from '#kernel';
import {
  bundlePath,
  bundlesOf,
  decodeBundle,
  GrowingTree,
  leafHash,
  openWitnessed,
  TileReader,
  tilePath,
  verifyConsistency,
  verifyInclusion,
  type LogPolicy,
  type ProvedCheckpoint,
} from '#transparency';
import type { Transport } from '../transport.ts';
import { inOrder } from './in-order.ts';

/**
 * A log as anybody reads it over HTTP (C2SP tlog-tiles): its checkpoint, and its hash tiles, from which every proof
 * is computed here. The log is asked for no proof, and trusted with nothing.
 */
export class HttpLog {
  readonly #transport: Transport;
  readonly #prefix: string;
  readonly #policy: LogPolicy;
  readonly #tiles: TileReader;

  /** @param prefix of the log's paths, without a slash at its end */
  constructor(transport: Transport, policy: LogPolicy, prefix = '/v1/log') {
    this.#transport = transport;
    this.#prefix = prefix;
    this.#policy = policy;
    this.#tiles = new TileReader((tile) => this.#bytes(tilePath(tile)));
  }

  /** The newest that a quorum of the policy's witnesses saw. @throws TrustError, WireError as `openWitnessed` */
  async checkpoint(): Promise<ProvedCheckpoint & { readonly note: string }> {
    const note = await (await this.#get('checkpoint')).text();
    return { ...openWitnessed(note, this.#policy), note };
  }

  /** The hashes that lead from the leaf to the checkpoint's root; verified. @throws TrustError TRUST_LOG_PROOF */
  async inclusion(
    index: number,
    leaf: Uint8Array,
    { size, root }: Pick<ProvedCheckpoint, 'size' | 'root'>,
  ): Promise<readonly Buffer[]> {
    const proof = await this.#tiles.inclusion(index, size);
    verifyInclusion({ index, size, leaf, proof, root });
    return proof;
  }

  /** That the later checkpoint extends the earlier. @throws TrustError TRUST_LOG_PROOF */
  async extends(
    later: Pick<ProvedCheckpoint, 'size' | 'root'>,
    earlier: Pick<ProvedCheckpoint, 'size' | 'root'>,
  ): Promise<readonly Buffer[]> {
    const [from, to] = [earlier.size, later.size];
    if (from === 0) return [];
    const proof = await this.#tiles.consistency(from, to);
    verifyConsistency({ from, to, proof, fromRoot: earlier.root, toRoot: later.root });
    return proof;
  }

  /**
   * That the entries, every one read anew, make the tree of the checkpoint: what it covers is all there, and nothing else.
   * For auditors; what the entries are digests of is proved by a replay. @throws TrustError TRUST_LOG_PROOF; WireError WIRE_LOG_ENTRY
   */
  async assertEntries({ size, root }: Pick<ProvedCheckpoint, 'size' | 'root'>): Promise<void> {
    const tree = new GrowingTree();
    const bundles = inOrder(bundlesOf(size), (bundle) => this.#bytes(bundlePath(bundle)));
    for await (const bundle of bundles)
      for (const entry of decodeBundle(bundle)) tree.append(leafHash(entry), () => undefined);
    if (tree.size !== size || !tree.root().equals(root))
      throw new TrustError('TRUST_LOG_PROOF', `the entries are not the tree of ${size} leaves`);
  }

  async #bytes(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#get(path)).arrayBuffer());
  }

  async #get(path: string): Promise<Response> {
    return (await this.#transport.send({ method: 'GET', path: `${this.#prefix}/${path}` })).body;
  }
}
