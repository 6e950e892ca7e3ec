import { isAccepted, type PushOutcome } from '#client';
import { DONE, REFUSED, type ExitCode } from './exit.ts';
import { problemSentence } from './failure.ts';
import type { Session } from './session.ts';

/** Tells what became of each line, as it becomes known, and at the end how many there were. */
export class Outcomes {
  #created = 0;
  #repeated = 0;
  #refused = 0;
  readonly #session: Session;
  readonly #marks: object;

  /** @param marks what a machine reads on each line beside the outcome */
  constructor(session: Session, marks: object = {}) {
    this.#session = session;
    this.#marks = marks;
  }

  /** For a machine one line for each; for a person only what was refused, or has a warning. */
  tell(outcome: PushOutcome, file?: string): void {
    const { io, options } = this.#session;
    if (!isAccepted(outcome)) this.#refused += 1;
    else if (outcome.status === 201) this.#created += 1;
    else this.#repeated += 1;
    if (options.json) {
      const { line, ...rest } = outcome;
      io.out(`${JSON.stringify({ ...(file && { file }), line, ...this.#marks, ...rest })}\n`);
    } else {
      const place = file ? `${file} line ${outcome.line}` : `line ${outcome.line}`;
      for (const sentence of sentences(outcome)) io.out(`${place}  ${sentence}\n`);
    }
  }

  get exit(): ExitCode {
    return this.#refused > 0 ? REFUSED : DONE;
  }

  /** Tells the sum; also of a push that broke off. */
  end(): void {
    const repeated = this.#repeated > 0 ? ` (${this.#repeated} of them before)` : '';
    this.#session.io.err(
      `${this.#created + this.#repeated} accepted${repeated}, ${this.#refused} refused.\n`,
    );
  }
}

function sentences(outcome: PushOutcome): readonly string[] {
  if ('problem' in outcome) return [`refused: ${problemSentence(outcome.problem)}`];
  return (outcome.warnings ?? []).map(
    ({ code, pointer }) => `accepted, with a warning: ${code} at ${pointer}`,
  );
}
