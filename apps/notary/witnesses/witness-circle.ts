import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '#kernel';
import type { NoteKey } from '#transparency';
import {
  AskedWitness,
  type Cosigned,
  type Prove,
  type Standing,
  type WitnessSetting,
} from './asked-witness.ts';

/** Whose cosignatures a checkpoint needs before it is shown. */
export type WitnessSettings = {
  readonly witnesses: readonly WitnessSetting[];
  readonly quorum: number;
  /** How many of them may be dishonest; more than that are believed. */
  readonly dishonest: number;
};

export type CircleOptions = {
  /** Milliseconds that a witness may take over an answer. */
  readonly timeout: number;
  /** Milliseconds that the others are waited for once there is a quorum. */
  readonly grace: number;
  /** Milliseconds before those that did not answer are asked again. */
  readonly retryAfter: number;
};

export const CIRCLE_DEFAULTS: CircleOptions = { timeout: 5_000, grace: 200, retryAfter: 1_000 };

/** What a witness was last heard to say. */
export type WitnessStanding = {
  readonly name: string;
  readonly isIndependent: boolean;
  readonly standing: Standing;
  /** Leaves of the last tree that it has seen. */
  readonly size?: number;
  /** When it last cosigned, as it says. */
  readonly at?: string;
};

/** The witnesses of a log, asked all at once. */
export class WitnessCircle {
  readonly quorum: number;
  readonly #witnesses: readonly AskedWitness[];
  readonly #dishonest: number;
  readonly #options: CircleOptions;
  readonly #closing = new AbortController();
  readonly #asked = new Set<AskedWitness>();

  constructor(
    { witnesses, quorum, dishonest }: WitnessSettings,
    options: Partial<CircleOptions> = {},
  ) {
    this.#options = { ...CIRCLE_DEFAULTS, ...options };
    this.#witnesses = witnesses.map((one) => new AskedWitness(one, this.#options.timeout));
    this.quorum = quorum;
    this.#dishonest = dishonest;
  }

  get standings(): readonly WitnessStanding[] {
    return this.#witnesses.map(({ key, isIndependent, standing, size, last }) => ({
      name: key.name,
      isIndependent,
      standing,
      ...(size !== undefined && { size }),
      ...(last && { at: last.at }),
    }));
  }

  /** The largest tree that any of them says it has seen. */
  get largest(): number {
    return Math.max(0, ...this.#witnesses.map(({ size = 0 }) => size));
  }

  /** Whether a tree larger than this was signed: more say so than may be dishonest, or one shows it. */
  async believesInMoreThan(size: number, log: NoteKey): Promise<boolean> {
    const saying = this.#witnesses.filter((one) => (one.size ?? 0) > size);
    if (saying.length > this.#dishonest) return true;
    const { signal } = this.#closing;
    const shown = await Promise.allSettled(
      saying.map((one) => one.showsMoreThan(size, log, signal)),
    );
    return shown.some((one) => one.status === 'fulfilled' && one.value);
  }

  /** Whether more refuse the log than may be dishonest: then it has told two histories. */
  get isRefused(): boolean {
    const refusing = this.#witnesses.filter(({ standing }) => standing === 'REFUSES');
    return refusing.length > this.#dishonest;
  }

  /**
   * Resolves once so many have said where they stand that one of them is honest and has seen whatever had a quorum
   * before: any two quorums share such a one.
   */
  async hear(empty: string): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      const unheard = this.#witnesses.filter(({ size }) => size === undefined);
      await Promise.allSettled(unheard.map((one) => one.hear(empty, signal)));
      const heard = this.#witnesses.filter(({ size }) => size !== undefined);
      if (heard.length >= this.quorum || signal.aborted) return;
      await this.wait();
    }
  }

  /**
   * The cosignatures of a checkpoint, as soon as there is a quorum and the others had a moment, or all that there are.
   * Who still has a question of before is not asked another.
   */
  async cosign(note: string, size: number, prove: Prove): Promise<readonly Cosigned[]> {
    const { signal } = this.#closing;
    const all: Cosigned[] = [];
    const { promise: inTime, resolve: enough } = Promise.withResolvers<void>();
    let timer: NodeJS.Timeout | undefined;
    const ask = async (witness: AskedWitness): Promise<void> => {
      this.#asked.add(witness);
      try {
        const cosigned = await witness.cosign(note, size, prove, signal);
        if (cosigned) all.push(cosigned);
      } catch (error) {
        if (!isOfTheWitness(error)) throw error;
      } finally {
        this.#asked.delete(witness);
      }
      if (all.length === this.quorum) timer ??= setTimeout(enough, this.#options.grace);
    };
    const free = this.#witnesses.filter((witness) => !this.#asked.has(witness));
    await Promise.race([inTime, Promise.all(free.map(ask))]).finally(() => clearTimeout(timer));
    return [...all];
  }

  /** A moment before the next try; no longer than until it is closed. */
  async wait(): Promise<void> {
    const { signal } = this.#closing;
    await sleep(this.#options.retryAfter, undefined, { signal }).catch(() => undefined);
  }

  /** Asks nobody any more; who is asked is not waited for. */
  close(): void {
    this.#closing.abort();
  }
}

const OF_WITNESSES: readonly string[] = [
  'UPSTREAM_WITNESS',
  'TRUST_LOG_FORK',
  'TRUST_SIGNATURE_INVALID',
  'WIRE_LOG_NOTE',
];

/** How it stands then is shown. Anything else is a fault of ours. */
const isOfTheWitness = (error: unknown): boolean =>
  error instanceof HubError && OF_WITNESSES.includes(error.code);
