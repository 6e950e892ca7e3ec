import { hash } from 'node:crypto';
import { HubError, TrustError, type Clock } from '#kernel';
import type { SigningKey } from '#signing';
import {
  cosign,
  EMPTY_ROOT,
  formatNote,
  formatSignatureLine,
  parseWitnessRequest,
  signaturesOf,
  SIZE_TYPE,
  verifyConsistency,
  verifyLogSignature,
  type NoteKey,
  type WitnessRequest,
} from '#transparency';
import type { RefusedCheckpoint, SeenHead, WitnessMemory } from './witness-memory.ts';

export type WitnessParts = {
  /** The authority's; of use `witness`. It cosigns under its holder's id. */
  readonly key: SigningKey;
  /** The logs it knows, by origin. */
  readonly logs: readonly NoteKey[];
  readonly memory: WitnessMemory;
  readonly clock: Clock;
};

export type WitnessAnswer = {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: string;
  readonly body: string;
};

/**
 * A witness of transparency logs (C2SP tlog-witness): it cosigns a checkpoint only if that extends the last one it
 * cosigned of the same log, so that nobody who asks for its word can be shown another history. Signed checkpoints that
 * contradict are kept.
 */
export class Witness {
  readonly #parts: WitnessParts;
  readonly #logs: ReadonlyMap<string, NoteKey>;

  constructor(parts: WitnessParts) {
    this.#parts = parts;
    this.#logs = new Map(parts.logs.map((log) => [log.name, log]));
  }

  /** What it cosigned last of each log, and what it refused. */
  seen(): {
    readonly cosigned: readonly SeenHead[];
    readonly refused: readonly RefusedCheckpoint[];
  } {
    const { memory } = this.#parts;
    const cosigned = [...this.#logs.keys()].flatMap((origin) => memory.head(origin) ?? []);
    return { cosigned, refused: memory.refused() };
  }

  /** What it cosigned last of a log, with its cosignature; undefined while that is nothing. @param of SHA-256 of the log's origin, hexadecimal */
  newest(of: string): string | undefined {
    const origin = [...this.#logs.keys()].find((one) => hash('sha256', one) === of);
    return origin === undefined ? undefined : this.#parts.memory.head(origin)?.note;
  }

  /** Cosigns the checkpoint in a request's body, or says with the protocol's status why not. */
  async addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    let request: WitnessRequest;
    try {
      request = parseWitnessRequest(body);
    } catch (error) {
      return refusal(400, error);
    }
    const log = this.#logs.get(request.checkpoint.origin);
    if (!log) return answer(404, 'a log that this witness does not know\n');
    try {
      verifyLogSignature(request.note, log);
    } catch (error) {
      return refusal(403, error);
    }
    return this.#extend(request, log);
  }

  async #extend(request: WitnessRequest, log: NoteKey): Promise<WitnessAnswer> {
    const { old, note, checkpoint } = request;
    const { memory, key, clock } = this.#parts;
    const seen = memory.head(checkpoint.origin);
    const head = { size: seen?.size ?? 0, root: seen?.root ?? EMPTY_ROOT };
    if (old !== head.size) return sizeOf(head.size);
    const shown = { ...checkpoint, note: formatNote(note) };
    try {
      assertExtends(head, request);
    } catch (error) {
      const isOther = old === checkpoint.size && !checkpoint.root.equals(head.root);
      const reason = isOther ? 'ANOTHER_ROOT' : 'NOT_AN_EXTENSION';
      // A needless proof from an empty tree contradicts nothing.
      if (isOther || old > 0) await memory.refuse({ ...shown, reason, at: clock.now() });
      return refusal(422, error);
    }
    const cosignature = cosign(note.text, key.holder, key, clock.now());
    const signatures = [...signaturesOf(note, log).slice(0, 1), cosignature];
    const cosigned = { ...shown, note: formatNote({ ...note, signatures }) };
    if (!(await memory.advance(seen, cosigned)))
      return sizeOf(memory.head(checkpoint.origin)?.size ?? 0);
    return answer(200, formatSignatureLine(cosignature));
  }
}

/** That what was asked for extends the head, which is of the old size. @throws TrustError TRUST_LOG_PROOF */
function assertExtends(
  { root: fromRoot }: Pick<SeenHead, 'root'>,
  { old, proof, checkpoint: { size: to, root: toRoot } }: WitnessRequest,
): void {
  if (old > 0) return verifyConsistency({ from: old, to, proof, fromRoot, toRoot });
  if (proof.length > 0 || (to === 0 && !toRoot.equals(fromRoot)))
    throw new TrustError('TRUST_LOG_PROOF', 'every tree extends the empty one, which has one root');
}

const answer = (status: WitnessAnswer['status'], body: string): WitnessAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body,
});

const sizeOf = (size: number): WitnessAnswer => ({
  status: 409,
  type: SIZE_TYPE,
  body: `${size}\n`,
});

/** A check that failed; anything else is not the log's doing. */
function refusal(status: 400 | 403 | 422, error: unknown): WitnessAnswer {
  if (!(error instanceof HubError) || (status !== 400 && !(error instanceof TrustError)))
    throw error;
  return answer(status, `${error.message}\n`);
}
