import type { Logger } from '#platform';

/** Work that the hub does by itself, again and again: each run finds what is left to do, so a crash costs a run. */
export type Process = {
  readonly name: string;
  /** Does all there is to do now. */
  run(): Promise<void>;
};

/** Runs processes in turn, `everyMilliseconds` apart, until closed. A failed run is logged and comes again. */
export class ProcessRunner {
  private readonly processes: readonly Process[];
  private readonly logger: Logger;
  private readonly everyMilliseconds: number;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(processes: readonly Process[], logger: Logger, everyMilliseconds: number) {
    this.processes = processes;
    this.logger = logger;
    this.everyMilliseconds = everyMilliseconds;
  }

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.runAll().finally(() => !this.closed && this.start());
    }, this.everyMilliseconds);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async runAll(): Promise<void> {
    for (const process of this.processes) {
      if (this.closed) return;
      await process.run().catch((error: unknown) => {
        this.logger.error('process.failed', { process: process.name }, error);
      });
    }
  }
}
