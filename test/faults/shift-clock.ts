const RealDate = Date;
let offset = 0;

/** The time as it is, and so much later. */
class ShiftedDate extends RealDate {
  constructor(...given: readonly unknown[]) {
    if (given.length === 0) super(RealDate.now() + offset);
    // Sound: whatever else it is given, Date takes as it is.
    else super(...(given as [number]));
  }

  static override now(): number {
    return RealDate.now() + offset;
  }
}

/** Puts the clock of this process forward by so many milliseconds, from now on until it is called again. */
export function shiftClock(milliseconds: number): void {
  offset = milliseconds;
  globalThis.Date = ShiftedDate as DateConstructor;
}
