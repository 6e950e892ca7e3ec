/** Why a part is not ready, in words that stand in the code; undefined when it is. */
export type Check = () => string | undefined | Promise<string | undefined>;

export type Readiness = {
  readonly ready: boolean;
  readonly because: Readonly<Record<string, string>>;
};

/**
 * Whether the process should get requests. Each part registers a check of its own. A process that is
 * stopping is not ready, so that a balancer turns away before the doors close.
 */
export class Health {
  private readonly checks = new Map<string, Check>();

  register(part: string, check: Check): void {
    this.checks.set(part, check);
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
    const because: Record<string, string> = {};
    for (const [part, check] of this.checks) {
      const reason = await Promise.resolve()
        .then(check)
        .catch(() => 'the check failed');
      if (reason !== undefined) because[part] = reason;
    }
    return { ready: Object.keys(because).length === 0, because };
  }
}
