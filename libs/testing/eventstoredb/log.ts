/** An event as the server keeps it. */
export type Kept = {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly stream: string;
  readonly revision: number;
  /** Bytes of the log before it: positions have gaps. */
  readonly position: number;
};

export type Proposed = Omit<Kept, 'stream' | 'revision' | 'position'>;

/** -1 for an absent stream. */
export type Expected = number | 'any' | 'exists';

export type Outcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong'; readonly current: number }
  | { readonly kind: 'deleted' };

export const ABSENT = -1;

/** What a new server has written for itself before anybody else does. */
const OWN = ['$UserCreated', '$metadata', '$UserCreated'];

/** The log of an EventStoreDB server, kept in memory, with the server's rules for appends, repetitions and deletions. */
export class Log {
  readonly all: Kept[] = [];
  readonly #streams = new Map<string, Kept[]>();
  readonly #tombstones = new Set<string>();
  /** Soft deleted streams, with the revision before which nothing is read. */
  readonly #truncated = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #size = 0;

  constructor() {
    for (const type of OWN) this.note('$users', type);
  }

  /** Calls `listener` after each append. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** An event that the server writes itself. */
  note(stream: string, type: string): void {
    const none = new Uint8Array();
    const id = crypto.randomUUID();
    this.#write(stream, [
      { id, type, contentType: 'application/json', data: none, metadata: none },
    ]);
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): Outcome {
    if (this.#tombstones.has(stream)) return { kind: 'deleted' };
    const there = this.#kept(stream);
    const current = there.length - 1;
    const at = typeof expected === 'number' ? expected : current;
    if (at === current || (expected === ABSENT && this.#truncated.get(stream) === there.length))
      return this.#write(stream, events);
    if (at > current) return { kind: 'wrong', current };
    // The server compares ids only, and one other event makes it another append.
    const repeated = events.every(({ id }, index) => there[at + 1 + index]?.id === id);
    const last = there[at + events.length];
    if (!repeated || !last) return { kind: 'wrong', current };
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  /** What is read of a stream, or why nothing is. */
  read(stream: string): readonly Kept[] | 'absent' | 'deleted' {
    if (this.#tombstones.has(stream)) return 'deleted';
    const from = this.#truncated.get(stream) ?? 0;
    const there = this.#kept(stream).slice(from);
    return there.length > 0 ? there : 'absent';
  }

  /** May be written again, from the revision that it had come to. */
  delete(stream: string): void {
    this.#truncated.set(stream, this.#kept(stream).length);
    this.note(`$$${stream}`, '$metadata');
  }

  /** Never again. */
  tombstone(stream: string): void {
    this.note(stream, '$streamDeleted');
    this.#tombstones.add(stream);
  }

  /** The index in `all` of the first event at `position` or after it. */
  indexOf(position: number): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #kept(stream: string): Kept[] {
    return this.#streams.get(stream) ?? [];
  }

  #write(stream: string, events: readonly Proposed[]): Outcome {
    const there = this.#kept(stream);
    for (const event of events) {
      const kept = { ...event, stream, revision: there.length, position: this.#size };
      there.push(kept);
      this.all.push(kept);
      this.#size += 128 + event.data.length + event.metadata.length;
    }
    this.#streams.set(stream, there);
    for (const listener of this.#listeners) listener();
    const last = there.at(-1)!;
    return { kind: 'written', revision: last.revision, position: last.position };
  }
}
