import { Clock, type Instant } from '#kernel';

/** The system's time, but never below what this process has already recorded or seen recorded (architecture §2, principle 7). */
export class RecordingClock extends Clock {
  private last: Instant = '';
  private readonly read: () => number;

  constructor(read: () => number = Date.now) {
    super();
    this.read = read;
  }

  now(): Instant {
    return this.seen(new Date(this.read()).toISOString());
  }

  /** Takes note of an instant that stands in the store; returns the later of it and all before. */
  seen(instant: Instant): Instant {
    if (instant > this.last) this.last = instant;
    return this.last;
  }
}
