import type { Logger } from '../logging/logger.ts';

type Opened = { readonly part: string; readonly close: () => unknown };

/**
 * What a process has opened, closed in the reverse order: first what brings work in, last what keeps it.
 * Each part finishes what it has acknowledged before the next one is closed.
 */
export class Lifecycle {
  private readonly opened: Opened[] = [];
  private readonly logger: Logger;
  private closing: Promise<void> | undefined;
  /** What is being closed; what held a slow stop up. */
  current = 'nothing';

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** Remembers how to close a part that was just opened. */
  onClose(part: string, close: () => unknown): void {
    this.opened.push({ part, close });
  }

  /** Closes everything once; a part that fails to close is logged and holds up no other. */
  close(): Promise<void> {
    return (this.closing ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    for (const { part, close } of this.opened.reverse()) {
      this.current = part;
      try {
        await close();
      } catch (error) {
        this.logger.error('close.failed', { part }, error);
      }
    }
  }
}
