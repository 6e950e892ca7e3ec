import { encode } from '#event-store';
import { ConcurrentWrite, type Clock, type Ids } from '#kernel';

import type { SigningKey } from '#signing';
import {
  EMPTY_ROOT,
  formatNote,
  noteKey,
  parseNote,
  signCheckpoint,
  type LogEvent,
} from '#transparency';
import { factsOf, LogFollower, type LogParts } from './log-follower.ts';
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
  /** Milliseconds from an event to the checkpoint over it: what comes meanwhile is covered with it. */
  readonly signAfter?: number;
};

const SIGN_AFTER = 500;

/** How often a witnessed checkpoint is tried again to be stored, where the stream moves on meanwhile. */
const ATTEMPTS = 8;

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
  readonly #signAfter: number;
  #hearing: Promise<void> | undefined;
  #mayPlan = false;
  #timer: NodeJS.Timeout | undefined;
  #signing: Promise<void> = Promise.resolve();
  #gathering: Promise<void> | undefined;
  /** Leaves of the last checkpoint that was stored with its quorum: before it comes back, too. */
  #stored = 0;
  #isLacking = false;
  #isClosed = false;

  constructor(parts: NotaryParts, { signAfter = SIGN_AFTER, ...options }: NotaryOptions = {}) {
    const { origin, logKey, witnesses: settings = NOBODY } = parts;
    this.#parts = parts;
    this.#signAfter = signAfter;
    this.#circle = new WitnessCircle(settings, options);
    const log = noteKey('log', origin, logKey.jwk);
    const witnesses = settings.witnesses.map(({ key }) => key);
    const policy = { origin, log, witnesses, quorum: settings.quorum };
    this.log = new LogFollower({ ...parts, policy }, () => this.#plan());
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
    clearTimeout(this.#timer);
    this.#circle.close();
    await Promise.all([this.#hearing, this.#signing, this.#gathering]);
    await this.log.close();
  }

  /** A checkpoint soon, if something is not covered; its witnesses asked at once, if it lacks them. */
  #plan(): void {
    if (!this.log.isAtEnd || this.#isClosed) return;
    if (!this.#mayPlan) {
      this.#hearing ??= this.#hear().catch((error: unknown) => this.#report('asking', error));
      return;
    }
    if (this.#isUncovered)
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#signing = this.#sign();
      }, this.#signAfter);
    if (this.#isUnwitnessed) this.#gathering ??= this.#gatherAndGoOn();
  }

  get #isUncovered(): boolean {
    return this.log.isAtEnd && this.log.size > (this.log.signed?.size ?? 0);
  }

  get #isUnwitnessed(): boolean {
    return (this.log.signed?.size ?? 0) > Math.max(this.log.published?.size ?? 0, this.#stored);
  }

  /** Learns where the witnesses stand, once. */
  async #hear(): Promise<void> {
    const { origin, logKey } = this.#parts;
    await this.#circle.hear(signCheckpoint({ origin, size: 0, root: EMPTY_ROOT }, logKey));
    await this.#assertNothingLost();
    this.#mayPlan = true;
    this.#plan();
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

  /** Appended where the last checkpoint is the end of the stream; where it no longer is, another notary was first. */
  async #sign(): Promise<void> {
    if (!this.#isUncovered) return;
    const { origin, logKey } = this.#parts;
    const { size } = this.log;
    const checkpoint = signCheckpoint({ origin, size, root: this.log.root() }, logKey);
    try {
      await this.#append({ type: 'CheckpointSigned', data: { checkpoint } }, this.log.revision);
    } catch (error) {
      if (!(error instanceof ConcurrentWrite)) this.#report('a checkpoint was not stored', error);
      this.#plan();
    }
  }

  async #gatherAndGoOn(): Promise<void> {
    try {
      const isWitnessed = await this.#gather();
      if (!isWitnessed && !this.#isLacking) this.#parts.report('the log lacks witnesses', {});
      this.#isLacking = !isWitnessed;
    } catch (error) {
      this.#isLacking = true;
      this.#report('a checkpoint was not witnessed', error);
    }
    if (this.#isLacking) await this.#circle.wait();
    this.#gathering = undefined;
    this.#plan();
  }

  /** Has the newest checkpoint cosigned, and stores it with its quorum. False if too few cosign it. */
  async #gather(): Promise<boolean> {
    const { checkpoint, size } = this.log.signed!;
    const cosignatures = await this.#circle.cosign(checkpoint, size, (from) =>
      this.log.consistency(from, size),
    );
    if (this.#circle.isRefused)
      this.log.refuse('witnesses have seen another tree than the one that is signed');
    await this.#assertNothingLost();
    if (this.log.refusal || cosignatures.length < this.#circle.quorum) return false;
    const { text, signatures } = parseNote(checkpoint);
    const witnessed = formatNote({ text, signatures: [...signatures, ...cosignatures] });
    await this.#publish(witnessed, size);
    this.#stored = size;
    return true;
  }

  async #publish(checkpoint: string, size: number): Promise<void> {
    const event = { type: 'CheckpointWitnessed', data: { checkpoint } } as const;
    let { revision } = this.log;
    for (let attempt = 1; (this.log.published?.size ?? 0) < size; attempt++)
      try {
        await this.#append(event, revision);
        return;
      } catch (error) {
        if (!(error instanceof ConcurrentWrite) || attempt === ATTEMPTS) throw error;
        const from = revision === 'none' ? 0 : revision;
        const stored = await this.#parts.store.readStream(this.log.stream, from);
        revision = stored.at(-1)?.revision ?? revision;
      }
  }

  async #append(event: Pick<LogEvent, 'type' | 'data'>, expected: number | 'none'): Promise<void> {
    const { store, clock, ids } = this.#parts;
    const now = clock.now();
    const at = now > this.log.seen ? now : this.log.seen;
    const correlationId = ids.uuid();
    const provenance = { id: ids.uuid(), nonce: ids.nonce(), correlationId };
    const encoded = encode(
      { ...event, at, by: 'HUB' },
      { ...provenance, causationId: correlationId },
    );
    await store.append(this.log.stream, expected, [encoded]);
  }

  #report(what: string, error: unknown): void {
    this.#parts.report(what, factsOf(error));
  }
}
