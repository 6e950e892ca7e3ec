import { HubRefusal } from '#client';
import { HubError } from '#kernel';

/** One thing that somebody did, and what came of it. */
export type Step = {
  readonly act: string;
  readonly who: string;
  readonly what: string;
  readonly expected: string;
  readonly seen: string;
  readonly milliseconds: number;
};

export const isAsTold = ({ expected, seen }: Step): boolean => expected === seen;

/** Told of each step as it is over. */
export type Listener = (step: Step) => void;

/** Plays steps and writes down what came of each. A step that went otherwise is written down too; the story goes on. */
export class Story {
  readonly steps: Step[] = [];
  readonly #tell: Listener;
  #act = '';

  constructor(tell: Listener = () => {}) {
    this.#tell = tell;
  }

  act(title: string): void {
    this.#act = title;
  }

  /**
   * @param expected what `action` must give; of a refusal its code
   */
  async step(
    who: string,
    what: string,
    expected: string,
    action: () => Promise<string>,
  ): Promise<void> {
    const start = performance.now();
    const seen = await action().catch(codeOf);
    const milliseconds = Math.round(performance.now() - start);
    const step = { act: this.#act, who, what, expected, seen, milliseconds };
    this.steps.push(step);
    this.#tell(step);
  }
}

/** What a refusal says; anything else that is thrown is a fault of the story, and is shown as such. */
function codeOf(error: unknown): string {
  if (error instanceof HubRefusal || error instanceof HubError) return error.code;
  return String(error);
}
