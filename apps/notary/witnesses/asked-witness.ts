import { HubError, TrustError, UpstreamError } from '#kernel';
import {
  formatWitnessRequest,
  parseCheckpoint,
  parseNote,
  parseSignatureLine,
  SIZE_TYPE,
  verifyCosignature,
  verifyLogSignature,
  type Cosignature,
  type NoteKey,
  type NoteSignature,
} from '#transparency';
import { ask } from './ask.ts';

/** A witness as whoever runs the notary names it. */
export type WitnessSetting = {
  readonly key: NoteKey;
  /** Its submission prefix (C2SP tlog-witness). */
  readonly url: string;
  /** Not one that works in the hub's own process: whose operator could make it cosign anything. */
  readonly isIndependent: boolean;
};

/**
 * What it said last: nothing yet; where it stands, and it was not asked to cosign since; a cosignature; nothing that could
 * be used; or that the log contradicts what it has seen.
 */
export type Standing = 'UNHEARD' | 'HEARD' | 'COSIGNS' | 'SILENT' | 'REFUSES';

/** A cosignature as it stands in a note, and what it says: verified. */
export type Cosigned = { readonly signature: NoteSignature; readonly cosignature: Cosignature };

/** The consistency proof from an older size of the tree that is to be cosigned. */
export type Prove = (from: number) => Promise<readonly Buffer[]>;

/** Requests for one cosignature: the second after it said where it stands. */
const ATTEMPTS = 2;

/** One witness as the notary knows it: where it stands, and what it said last. Asked by one request at a time. */
export class AskedWitness {
  readonly key: NoteKey;
  readonly isIndependent: boolean;
  readonly #prefix: string;
  readonly #timeout: number;
  #size: number | undefined;
  #standing: Standing = 'UNHEARD';
  #last: Cosignature | undefined;

  /** @param timeout milliseconds that it may take over an answer */
  constructor({ key, url, isIndependent }: WitnessSetting, timeout: number) {
    this.key = key;
    this.isIndependent = isIndependent;
    this.#prefix = url.replace(/\/$/, '');
    this.#timeout = timeout;
  }

  /** Leaves of the last tree that it has seen; undefined while it has not said. */
  get size(): number | undefined {
    return this.#size;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** Its last cosignature. */
  get last(): Cosignature | undefined {
    return this.#last;
  }

  /**
   * Asks where it stands.
   * @param empty the log's checkpoint of a tree without leaves: what extends it is every tree
   * @throws Error if it does not say
   */
  async hear(empty: string, signal: AbortSignal): Promise<void> {
    try {
      const answer = await this.#post(formatWitnessRequest(0, [], empty), signal);
      if (answer.status !== 200 && answer.size === undefined) throw unusable(answer);
      this.#size = answer.size ?? 0;
      this.#standing = 'HEARD';
    } catch (error) {
      this.#standing = 'SILENT';
      throw error;
    }
  }

  /**
   * Its cosignature of a checkpoint; undefined where it has seen a larger tree already.
   * @throws TrustError TRUST_LOG_FORK if the tree contradicts what it has seen; Error if it does not answer
   */
  async cosign(
    note: string,
    size: number,
    prove: Prove,
    signal: AbortSignal,
  ): Promise<Cosigned | undefined> {
    try {
      const cosigned = await this.#ask(note, size, prove, signal);
      if (cosigned) this.#standing = 'COSIGNS';
      return cosigned;
    } catch (error) {
      const isRefusal = error instanceof HubError && error.code === 'TRUST_LOG_FORK';
      this.#standing = isRefusal ? 'REFUSES' : 'SILENT';
      throw error;
    }
  }

  async #ask(
    note: string,
    size: number,
    prove: Prove,
    signal: AbortSignal,
  ): Promise<Cosigned | undefined> {
    for (let attempt = 1; ; attempt++) {
      const old = this.#size ?? 0;
      if (old > size) return undefined;
      const proof = old === 0 ? [] : await prove(old);
      const answer = await this.#post(formatWitnessRequest(old, proof, note), signal);
      if (answer.status === 200) {
        const cosigned = this.#cosignedIn(answer.text, note);
        this.#size = size;
        return cosigned;
      }
      if (answer.status === 422 || answer.size === old)
        throw new TrustError('TRUST_LOG_FORK', `${this.key.name} has seen another tree`);
      if (answer.size === undefined || attempt === ATTEMPTS) throw unusable(answer);
      this.#size = answer.size;
    }
  }

  /** Of the lines that it answers the one by the key that counts; verified. */
  #cosignedIn(text: string, note: string): Cosigned {
    const lines = text.split('\n').slice(0, -1).map(parseSignatureLine);
    const own = lines.find(({ name, id }) => name === this.key.name && id === this.key.id);
    if (!own) throw new TrustError('TRUST_SIGNATURE_INVALID', `not the key of ${this.key.name}`);
    const cosignature = verifyCosignature(parseNote(note).text, own, this.key);
    this.#last = cosignature;
    return { signature: own, cosignature };
  }

  /**
   * Whether it shows, beside C2SP's protocol, that the log has signed a larger tree: what a witness of a country's
   * adapter does at `/checkpoints`. A number alone anybody can name.
   */
  async showsMoreThan(size: number, log: NoteKey, signal: AbortSignal): Promise<boolean> {
    const { status, text } = await this.#send('checkpoints', undefined, signal);
    if (status !== 200) return false;
    return text.split('\n').some((line) => sizeSigned(line, log) > size);
  }

  async #post(body: string, signal: AbortSignal): Promise<Answer> {
    const answer = await this.#send('add-checkpoint', body, signal);
    const { status, type, text } = answer;
    const isSize = status === 409 && type === SIZE_TYPE;
    const size = isSize ? /^(0|[1-9]\d{0,15})\n$/.exec(text)?.[1] : undefined;
    return { status, text, ...(size !== undefined && { size: Number(size) }) };
  }

  /** @throws UpstreamError UPSTREAM_WITNESS if nothing that can be read comes in time */
  async #send(path: string, body: string | undefined, signal: AbortSignal) {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(this.#timeout)]);
    try {
      return await ask(`${this.#prefix}/${path}`, body, inTime);
    } catch (cause) {
      throw new UpstreamError('UPSTREAM_WITNESS', `${this.key.name} does not answer`, { cause });
    }
  }
}

/** Leaves of the checkpoint that a line of NDJSON holds, if the log has signed it. */
function sizeSigned(line: string, log: NoteKey): number {
  try {
    const { note: text } = JSON.parse(line) as { readonly note: string };
    const note = parseNote(text);
    const { origin, size } = parseCheckpoint(note);
    verifyLogSignature(note, log);
    return origin === log.name ? size : 0;
  } catch {
    return 0; // Not a checkpoint, or not of this log: it shows nothing.
  }
}

type Answer = { readonly status: number; readonly text: string; readonly size?: number };

const unusable = ({ status }: Answer) =>
  new UpstreamError('UPSTREAM_WITNESS', `the witness answered ${status}`);
