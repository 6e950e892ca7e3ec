import { HubError } from '#kernel';

/** Tells the operator; names of things, never of people. */
export type Report = (message: string, facts: Readonly<Record<string, string | number>>) => void;

/** Work that the hub does by itself, again and again: each run finds what is left to do, so a crash costs a run. */
export type Process = {
  readonly name: string;
  /** Does all there is to do now. */
  run(): Promise<void>;
};

/** Runs processes in turn, `everyMilliseconds` apart, until closed. A failed run is logged and comes again. */
export class ProcessRunner {
  private readonly processes: readonly Process[];
  private readonly report: Report;
  private readonly everyMilliseconds: number;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(processes: readonly Process[], report: Report, everyMilliseconds: number) {
    this.processes = processes;
    this.report = report;
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
        const code = error instanceof HubError ? error.code : 'UNEXPECTED';
        this.report('a process has failed', { process: process.name, code });
      });
    }
  }
}
