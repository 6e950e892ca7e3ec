import { encode, type EventStore, type RecordedEvent, type Subscription } from '#event-store';
import {
  ConcurrentWrite,
  HubError,
  isInstant,
  StoreError,
  TrustError,
  type Clock,
  type Ids,
  type Instant,
} from '#kernel';
import type { SigningKey } from '#signing';
import {
  logStream,
  noteKey,
  openCheckpoint,
  signCheckpoint,
  widthIn,
  type Bundle,
  type CheckpointSigned,
  type NoteKey,
  type Tile,
  type TreeHead,
} from '#transparency';
import { LogTree } from './tiles/log-tree.ts';
import type { Signed, TileStore } from './tiles/tile-store.ts';

/** Something that whoever runs the notary should know. */
export type Report = (what: string, facts: Readonly<Record<string, string | number>>) => void;

export type NotaryParts = {
  readonly store: EventStore;
  readonly tiles: TileStore;
  /** The log's name: the hub's origin of genesis. */
  readonly origin: string;
  /** The private half of genesis' `hub.log`. */
  readonly logKey: SigningKey;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly report: Report;
};

export type NotaryOptions = {
  /** Milliseconds from an event to the checkpoint over it: what comes meanwhile is covered with it. */
  readonly signAfter: number;
};

export const NOTARY_DEFAULTS: NotaryOptions = { signAfter: 500 };

/** Milliseconds before a notary that stopped begins again. */
const RESTART_AFTER = 1_000;

/** The newest checkpoint: what the log shows. */
export type Published = TreeHead & Signed;

/**
 * Makes every event of the exchange store a leaf of the log, and signs its root. A checkpoint is published when it
 * comes back from the notary's own stream, whoever signed it: it was appended there at the expected revision, so that
 * notaries that work at the same time, or one that is killed anywhere, never show two trees of one size.
 *
 * It signs nothing more, and says why, once its stream holds what its tree does not begin with, or no longer holds what
 * it has seen there: then an older backup of the store was restored, and a checkpoint over that would contradict what
 * others have already.
 */
export class Notary {
  readonly #parts: NotaryParts;
  readonly #options: NotaryOptions;
  readonly #log: NoteKey;
  readonly #stream: string;
  #tree: LogTree | undefined;
  #subscription: Subscription | undefined;
  #published: Published | undefined;
  /** When the last event was recorded: nothing is recorded below it. */
  #seen: Instant = '';
  #refusal: HubError | undefined;
  #mayPlan = false;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void>;
  #isClosed = false;

  constructor(parts: NotaryParts, options: Partial<NotaryOptions> = {}) {
    this.#parts = parts;
    this.#options = { ...NOTARY_DEFAULTS, ...options };
    this.#stream = logStream(parts.origin);
    this.#log = noteKey('log', parts.origin, parts.logKey.jwk);
    this.#working = this.#start();
  }

  /** Undefined until there is a first checkpoint, and while what is there was not checked. */
  get published(): Published | undefined {
    return this.#published;
  }

  /** Why it signs nothing more; undefined while it does. */
  get refusal(): HubError | undefined {
    return this.#refusal;
  }

  /** The hashes of a tile of the published tree, undefined where it has no such tile. */
  tile(tile: Tile): Buffer | undefined {
    const most = widthIn(this.#published?.size ?? 0, tile.level, tile.index);
    return tile.width <= most ? this.#parts.tiles.tile(tile) : undefined;
  }

  /** The entries of a bundle of the published tree. */
  entries(bundle: Bundle): readonly Buffer[] | undefined {
    const most = widthIn(this.#published?.size ?? 0, 0, bundle.index);
    return bundle.width <= most ? this.#parts.tiles.entries(bundle) : undefined;
  }

  /** The leaf of an event, by its id; undefined while no published checkpoint covers it. */
  leafOf(event: string): number | undefined {
    const leaf = this.#parts.tiles.leafOf(event);
    return leaf !== undefined && leaf < (this.#published?.size ?? 0) ? leaf : undefined;
  }

  /** Signs nothing more; what was begun is finished. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#working;
    await this.#subscription?.close();
  }

  /** Takes up the log where its tiles stand. */
  async #start(): Promise<void> {
    try {
      const { store, tiles } = this.#parts;
      const tree = await LogTree.open(store, tiles);
      this.#tree = tree;
      await this.#recall();
      this.#subscription = store.subscribeToAll(tree.position, undefined, {
        events: (batch) => this.#take(batch),
        caughtUp: () => {
          this.#mayPlan = true;
          this.#plan();
        },
        failed: (error) => this.#stop(error),
      });
    } catch (error) {
      this.#stop(error);
    }
  }

  /** What was signed last must still be there; what follows it, and is no longer read with the events, is taken up. */
  async #recall(): Promise<void> {
    const { store, tiles } = this.#parts;
    const known = tiles.signed;
    const [first, ...later] = await store.readStream(this.#stream, known?.revision ?? 0);
    if (known && (!first || checkpointIn(first) !== known.checkpoint))
      throw contradicted('the store no longer holds the last checkpoint');
    const { position } = this.#tree!;
    for (const event of first && position !== 'start' ? [first, ...later] : [])
      if (event.position <= position) await this.#adopt(event);
  }

  async #take(batch: readonly RecordedEvent[]): Promise<void> {
    const last = batch.at(-1);
    if (!last) return;
    const isOwn = ({ stream }: RecordedEvent) => stream === this.#stream;
    for (const { metadata } of batch) this.#see(metadata);
    const leaves = batch.filter((event) => !isOwn(event));
    await this.#tree!.grow(leaves, last.position);
    for (const event of batch.filter(isOwn)) await this.#adopt(event);
    this.#plan();
  }

  #see(metadata: string): void {
    const at = /"recordedAt":"([^"]{24})"/.exec(metadata)?.[1];
    if (isInstant(at) && at > this.#seen) this.#seen = at;
  }

  /** Publishes a checkpoint that stands in the stream, if it is one of this tree. */
  async #adopt(event: RecordedEvent): Promise<void> {
    const { revision } = event;
    const last = this.#published;
    if (last && revision <= last.revision) return;
    const { tiles, origin } = this.#parts;
    const checkpoint = checkpointIn(event);
    const { size, root } = openCheckpoint(checkpoint, { origin, log: this.#log, witnesses: [] });
    if (size <= (last?.size ?? 0) || size > this.#tree!.size)
      throw contradicted(`a checkpoint of ${size} leaves does not follow the one before`);
    if (!(await this.#tree!.rootAt(size)).equals(root))
      throw contradicted(`the events are not the ${size} that were signed`);
    if (revision > (tiles.signed?.revision ?? -1)) await tiles.sign({ revision, checkpoint });
    this.#published = { revision, checkpoint, size, root };
  }

  /** A checkpoint soon, if something is not covered. */
  #plan(): void {
    if (!this.#mayPlan || this.#timer || !this.#isUncovered) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#working = this.#sign();
    }, this.#options.signAfter);
  }

  get #isUncovered(): boolean {
    const isWorking = !this.#isClosed && !this.#refusal;
    return isWorking && this.#tree!.size > (this.#published?.size ?? 0);
  }

  /** Appended where the last checkpoint is the end of the stream; where it no longer is, another notary was first. */
  async #sign(): Promise<void> {
    if (!this.#isUncovered) return;
    const { store, origin, logKey, clock, ids, report } = this.#parts;
    const { size } = this.#tree!;
    const checkpoint = signCheckpoint({ origin, size, root: this.#tree!.root() }, logKey);
    const now = clock.now();
    const at = now > this.#seen ? now : this.#seen;
    const event: CheckpointSigned = {
      type: 'CheckpointSigned',
      data: { checkpoint },
      at,
      by: 'HUB',
    };
    const correlationId = ids.uuid();
    const provenance = { id: ids.uuid(), nonce: ids.nonce(), correlationId };
    const encoded = encode(event, { ...provenance, causationId: correlationId });
    try {
      await store.append(this.#stream, this.#published?.revision ?? 'none', [encoded]);
    } catch (error) {
      if (!(error instanceof ConcurrentWrite))
        report('a checkpoint was not stored', factsOf(error));
      this.#plan();
    }
  }

  /** What contradicts the log ends its work; with anything else it begins again. */
  #stop(error: unknown): void {
    this.#mayPlan = false;
    this.#parts.report('the notary has stopped', factsOf(error));
    if (this.#isClosed) return;
    if (error instanceof HubError && !(error instanceof StoreError)) {
      this.#refusal = error;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#working = this.#start();
    }, RESTART_AFTER);
  }
}

function checkpointIn({ data }: RecordedEvent): string {
  const { checkpoint } = JSON.parse(data) as CheckpointSigned['data'];
  return checkpoint;
}

const contradicted = (reason: string) => new TrustError('TRUST_LOG_FORK', reason);

const factsOf = (error: unknown) => ({
  code: error instanceof HubError ? error.code : 'UNEXPECTED',
  message: String(error),
});
