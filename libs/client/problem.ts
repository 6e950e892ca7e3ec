/** A refusal as the hub answers it: RFC 9457 problem details with a stable code. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly pointer?: string;
  readonly remedy?: string;
  readonly [extension: string]: unknown;
};

/** The hub refused. `problem.code` is stable; see contracts/openapi.json. */
export class HubRefusal extends Error {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(`${problem.code}: ${problem.detail ?? problem.title}`);
    this.name = 'HubRefusal';
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The hub did not answer, or not as a hub does: nothing is known of what it did. Repeat the same request. */
export class HubUnreachable extends Error {
  constructor(origin: string, cause: unknown) {
    super(`no answer from ${origin}`, { cause });
    this.name = 'HubUnreachable';
  }
}
