import { HubError, TrustError, type Clock } from '#kernel';
import type { SigningKey } from '#signing';
import {
  cosign,
  EMPTY_ROOT,
  formatNote,
  formatSignatureLine,
  parseWitnessRequest,
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
    return this.#extend(request);
  }

  async #extend({ old, proof, note, checkpoint }: WitnessRequest): Promise<WitnessAnswer> {
    const { memory, key, clock } = this.#parts;
    const seen = memory.head(checkpoint.origin);
    const head = { size: seen?.size ?? 0, root: seen?.root ?? EMPTY_ROOT };
    if (old !== head.size) return sizeOf(head.size);
    const shown = { ...checkpoint, note: formatNote(note) };
    if (old === checkpoint.size && !checkpoint.root.equals(head.root)) {
      await memory.refuse({ ...shown, reason: 'ANOTHER_ROOT', at: clock.now() });
      return sizeOf(head.size);
    }
    try {
      if (old > 0)
        verifyConsistency({
          from: old,
          to: checkpoint.size,
          proof,
          fromRoot: head.root,
          toRoot: checkpoint.root,
        });
    } catch (error) {
      await memory.refuse({ ...shown, reason: 'NOT_AN_EXTENSION', at: clock.now() });
      return refusal(422, error);
    }
    if (!(await memory.advance(seen, shown)))
      return sizeOf(memory.head(checkpoint.origin)?.size ?? 0);
    return answer(200, formatSignatureLine(cosign(note.text, key.holder, key, clock.now())));
  }
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
