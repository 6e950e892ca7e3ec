import type { Message } from '../fan-out.ts';

/** A message of a window, and whether it is done. */
export type Entry = {
  readonly message: Message;
  readonly offset: number;
  readonly window: Window;
  isDone: boolean;
};

/** What a window holds at most before its partition is read no further: messages not done, and their characters. */
const MOST_ENTRIES = 2_000;
const MOST_CHARACTERS = 4 << 20;

/**
 * What of one partition was read and is not all done. Messages are done in any order; the place that the group
 * keeps is before the first that is not, so that none is lost and those done behind it may come again.
 */
export class Window {
  readonly partition: number;
  /** The first offset that was not looked at. */
  next: number;
  /** What the group has kept as its place. */
  kept: number;
  /** Its last record says that another generation goes on. */
  isEnded: boolean;
  isDropped = false;
  isPaused = false;
  /** In the order of their offsets; those before `#first` are done. */
  #entries: Entry[] = [];
  #first = 0;
  #open = 0;
  #characters = 0;

  constructor(partition: number, next: number, isEnded: boolean) {
    this.partition = partition;
    this.next = next;
    this.kept = next;
    this.isEnded = isEnded;
  }

  /** What was before is gone. */
  beginAt(offset: number): void {
    this.next = offset;
    this.kept = Math.min(this.kept, offset);
  }

  add(message: Message, offset: number): Entry {
    const entry = { message, offset, window: this, isDone: false };
    this.#entries.push(entry);
    this.#open++;
    this.#characters += message.value.length;
    return entry;
  }

  settle(entry: Entry): void {
    entry.isDone = true;
    this.#open--;
    this.#characters -= entry.message.value.length;
    while (this.#entries[this.#first]?.isDone) this.#first++;
    if (this.#first > 1_000 || this.#first === this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Everything before it is done. */
  get place(): number {
    return this.#entries[this.#first]?.offset ?? this.next;
  }

  get isFull(): boolean {
    return this.#open >= MOST_ENTRIES || this.#characters >= MOST_CHARACTERS;
  }

  /** Whether there is room enough to read on. */
  get hasRoom(): boolean {
    return this.#open <= MOST_ENTRIES / 2 && this.#characters <= MOST_CHARACTERS / 2;
  }

  /** All is done, and the partition goes on in another generation. */
  get isOver(): boolean {
    return this.isEnded && this.#open === 0;
  }
}
