import { encode, type RecordedEvent } from '#event-store';
import { ConcurrentWrite, type Clock, type Ids } from '#kernel';
import type { SigningKey } from '#signing';
import {
  EMPTY_ROOT,
  formatNote,
  noteKey,
  ownEventsLine,
  parseCheckpoint,
  parseNote,
  signCheckpoint,
  type LogEvent,
  type ProvedCheckpoint,
} from '#transparency';
import { LogFollower, type LogParts, type Published } from './log-follower.ts';
import { factsOf } from './stored-checkpoints.ts';
import {
  WitnessCircle,
  type CircleOptions,
  type WitnessSettings,
} from './witnesses/witness-circle.ts';

export type NotaryParts = Omit<LogParts, 'policy'> & {
  /** The log's name: the hub's origin of genesis. */
  readonly origin: string;
  /** The private half of genesis' `hub.log`. */
  readonly logKey: SigningKey;
  /** Nobody unless given: then a checkpoint is shown as soon as it is signed. */
  readonly witnesses?: WitnessSettings;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type NotaryOptions = Partial<CircleOptions> & {
  /** Milliseconds between two looks at the store: whatever came meanwhile is covered by one checkpoint. */
  readonly every?: number;
};

/** A checkpoint is due a second after an event: the rest is for reading, hashing and storing. */
const EVERY = 700;

/** How often a witnessed checkpoint is tried again to be stored, where the stream moves on meanwhile. */
const ATTEMPTS = 8;

/** Whether an event of the log's stream says that so many leaves or more were witnessed. */
function isWitnessed({ type, data }: RecordedEvent, size: number): boolean {
  if (type !== 'CheckpointWitnessed') return false;
  const { checkpoint } = JSON.parse(data) as LogEvent['data'];
  return parseCheckpoint(parseNote(checkpoint)).size >= size;
}

const NOBODY: WitnessSettings = { witnesses: [], quorum: 0, dishonest: 0 };

/**
 * Signs the root of the log as it grows, and has its witnesses cosign it. A checkpoint is appended to the notary's own
 * stream at the expected revision, and again once it has its quorum: so that notaries that work at the same time, or
 * one that is killed anywhere, never show two trees of one size.
 *
 * Before it signs anything it asks where its witnesses stand. What one of them has seen and the store does not hold was
 * lost with an older backup: it signs nothing more then, for that would contradict what others have already.
 */
export class Notary {
  readonly log: LogFollower;
  readonly #parts: NotaryParts;
  readonly #circle: WitnessCircle;
  #hearing: Promise<void> | undefined;
  #maySign = false;
  #gathering: Promise<void> | undefined;
  #isLacking = false;
  #isClosed = false;

  constructor(parts: NotaryParts, { every = EVERY, ...options }: NotaryOptions = {}) {
    const { origin, logKey, witnesses: settings = NOBODY } = parts;
    this.#parts = parts;
    this.#circle = new WitnessCircle(settings, options);
    const log = noteKey('log', origin, logKey.jwk);
    const witnesses = settings.witnesses.map(({ key }) => key);
    const policy = { origin, log, witnesses, quorum: settings.quorum };
    const settled = () => this.#settled();
    this.log = new LogFollower({ ...parts, policy }, { every, settled });
  }

  /** How many of its witnesses a checkpoint needs. */
  get quorum(): number {
    return this.#circle.quorum;
  }

  /** How the witnesses stand. */
  get standings() {
    return this.#circle.standings;
  }

  /** Signs nothing more; what was begun is finished. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#circle.close();
    await Promise.all([this.log.close(), this.#hearing, this.#gathering]);
  }

  /** The store was read: a checkpoint, if something is not covered; its witnesses are asked, if it lacks them. */
  async #settled(): Promise<boolean> {
    if (!this.#maySign) {
      this.#hearing ??= this.#hear().catch((error: unknown) => this.#report('asking', error));
      return false;
    }
    const isFirst = !this.#isUncovered || (await this.#sign());
    this.#gather();
    return !isFirst;
  }

  #gather(): void {
    if (this.#isUnwitnessed && this.log.isAtEnd && !this.#isClosed)
      this.#gathering ??= this.#gatherAndGoOn();
  }

  get #isUncovered(): boolean {
    return this.log.isAtEnd && this.log.size > (this.log.signed?.size ?? 0);
  }

  get #isUnwitnessed(): boolean {
    return (this.log.signed?.size ?? 0) > (this.log.published?.size ?? 0);
  }

  /** Learns where the witnesses stand, once. */
  async #hear(): Promise<void> {
    const { origin, logKey } = this.#parts;
    await this.#circle.hear(signCheckpoint({ origin, size: 0, root: EMPTY_ROOT }, logKey));
    await this.#assertNothingLost();
    this.#maySign = true;
  }

  /**
   * What a witness has seen was in the store before it was asked to see it, whichever notary asked: if it is not in the
   * tree when that stands at what is now the store's end, it is gone.
   */
  async #assertNothingLost(): Promise<void> {
    const { largest } = this.#circle;
    if (largest <= this.log.size) return;
    const end = await this.#parts.store.end();
    while (!this.log.reaches(end) && !this.#isClosed) await this.#circle.wait();
    const { size, policy } = this.log;
    if (
      largest > size &&
      !this.#isClosed &&
      (await this.#circle.believesInMoreThan(size, policy.log))
    )
      this.log.refuse(`a witness has seen ${largest} events, and the store holds ${size}`);
  }

  /**
   * Appended where what was read is the end of the stream. False where it no longer is: another notary, or the
   * witnesses' word about the last one, was first.
   */
  async #sign(): Promise<boolean> {
    const { origin, logKey } = this.#parts;
    const { size, own } = this.log;
    const head = { origin, size, root: this.log.root(), extensions: [ownEventsLine(own)] };
    const data = { checkpoint: signCheckpoint(head, logKey) };
    const event = { type: 'CheckpointSigned', data } as const;
    try {
      const expected = own.count === 0 ? 'none' : own.count - 1;
      await this.#append(event, expected, { ...head, cosignatures: [] });
    } catch (error) {
      if (error instanceof ConcurrentWrite) return false;
      this.#report('a checkpoint was not stored', error);
    }
    return true;
  }

  async #gatherAndGoOn(): Promise<void> {
    try {
      const isWitnessed = await this.#witness();
      if (!isWitnessed && !this.#isLacking) this.#parts.report('the log lacks witnesses', {});
      this.#isLacking = !isWitnessed;
    } catch (error) {
      this.#isLacking = true;
      this.#report('a checkpoint was not witnessed', error);
    }
    if (this.#isLacking) await this.#circle.wait();
    this.#gathering = undefined;
    this.#gather();
  }

  /** Has the newest checkpoint cosigned, and stores it with its quorum. False if too few cosign it. */
  async #witness(): Promise<boolean> {
    const { revision: _, ...signed } = this.log.signed!;
    const { checkpoint, size } = signed;
    const proofs = new Map<number, Promise<Buffer[]>>();
    const cosigned = await this.#circle.cosign(checkpoint, size, (from) => {
      // Most have seen the same tree, and need the same proof.
      const proof = proofs.get(from) ?? this.log.consistency(from, size);
      proofs.set(from, proof);
      return proof;
    });
    if (this.#circle.isRefused)
      this.log.refuse('witnesses have seen another tree than the one that is signed');
    await this.#assertNothingLost();
    if (this.log.refusal || cosigned.length < this.#circle.quorum) return false;
    const { text, signatures } = parseNote(checkpoint);
    const added = cosigned.map(({ signature }) => signature);
    await this.#publish({
      ...signed,
      checkpoint: formatNote({ text, signatures: [...signatures, ...added] }),
      cosignatures: cosigned.map(({ cosignature }) => cosignature),
    });
    return true;
  }

  async #publish({ checkpoint, ...proved }: Omit<Published, 'revision'>): Promise<void> {
    const event = { type: 'CheckpointWitnessed', data: { checkpoint } } as const;
    let { revision } = this.log;
    for (let attempt = 1; (this.log.published?.size ?? 0) < proved.size; attempt++)
      try {
        await this.#append(event, revision, proved);
        return;
      } catch (error) {
        if (!(error instanceof ConcurrentWrite) || attempt === ATTEMPTS) throw error;
        const from = revision === 'none' ? 0 : revision + 1;
        const stored = await this.#parts.store.readStream(this.log.stream, from);
        // Each is witnessed once, and the larger after the smaller.
        if (stored.some((one) => isWitnessed(one, proved.size))) return;
        revision = stored.at(-1)?.revision ?? revision;
      }
  }

  /** It stands there when this resolves, and need not be read first to be taken for what it is. */
  async #append(
    event: Pick<LogEvent, 'type' | 'data'>,
    expected: number | 'none',
    proved: ProvedCheckpoint,
  ): Promise<void> {
    const { store, clock, ids } = this.#parts;
    const now = clock.now();
    const at = now > this.log.seen ? now : this.log.seen;
    const correlationId = ids.uuid();
    const provenance = { id: ids.uuid(), nonce: ids.nonce(), correlationId };
    const encoded = encode(
      { ...event, at, by: 'HUB' },
      { ...provenance, causationId: correlationId },
    );
    const { revision } = await store.append(this.log.stream, expected, [encoded]);
    const { checkpoint } = event.data;
    await this.log.adopt({ type: event.type, revision, checkpoint }, undefined, proved);
  }

  #report(what: string, error: unknown): void {
    this.#parts.report(what, factsOf(error));
  }
}
