/** Why a part is not ready, or what whoever runs it should know, in words that stand in the code; undefined when nothing is. */
export type Check = () => string | undefined | Promise<string | undefined>;

export type Readiness = {
  readonly ready: boolean;
  readonly because: Readonly<Record<string, string>>;
  /** What is wrong though it should get requests; absent where nothing is. */
  readonly warnings?: Readonly<Record<string, string>>;
};

/**
 * Whether the process should get requests. Each part registers a check of its own. A process that is
 * stopping is not ready, so that a balancer turns away before the doors close.
 */
export class Health {
  private readonly checks = new Map<string, Check>();
  private readonly worries = new Map<string, Check>();

  register(part: string, check: Check): void {
    this.checks.set(part, check);
  }

  /** What the check says is a warning: the process stays ready. */
  warn(part: string, check: Check): void {
    this.worries.set(part, check);
  }

  /** The process is not ready until what is returned is called. */
  starting(): () => void {
    let isStarting = true;
    this.register('process', () => (isStarting ? 'starting' : undefined));
    return () => (isStarting = false);
  }

  /** From now on the process is not ready. */
  stopping(): void {
    this.register('process', () => 'stopping');
  }

  async readiness(): Promise<Readiness> {
    const [because, warnings] = await Promise.all([said(this.checks), said(this.worries)]);
    const ready = Object.keys(because).length === 0;
    return { ready, because, ...(Object.keys(warnings).length > 0 && { warnings }) };
  }
}

async function said(checks: ReadonlyMap<string, Check>): Promise<Record<string, string>> {
  const reasons: Record<string, string> = {};
  for (const [part, check] of checks) {
    const reason = await Promise.resolve()
      .then(check)
      .catch(() => 'the check failed');
    if (reason !== undefined) reasons[part] = reason;
  }
  return reasons;
}
