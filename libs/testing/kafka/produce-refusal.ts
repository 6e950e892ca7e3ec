/** Reads the numbers and texts of a frame one after the other. */
class Reading {
  readonly #frame: Buffer;
  #at: number;

  constructor(frame: Buffer, at: number) {
    this.#frame = frame;
    this.#at = at;
  }

  int16(): number {
    return this.#frame.readInt16BE(this.#skip(2));
  }

  int32(): number {
    return this.#frame.readInt32BE(this.#skip(4));
  }

  text(): string {
    const length = this.int16();
    const at = this.#skip(Math.max(0, length));
    return this.#frame.toString('utf8', at, this.#at);
  }

  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.int32() }, read);
  }

  bytes(): void {
    this.#skip(Math.max(0, this.int32()));
  }

  #skip(length: number): number {
    const at = this.#at;
    this.#at += length;
    return at;
  }
}

const int16 = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const list = (items: readonly Buffer[]) => Buffer.concat([int32(items.length), ...items]);

/** Base offset, time and first offset of a partition, none of which an error has. */
const NO_PLACE = Buffer.alloc(24, 0xff);

/** The answer to a produce request, of the versions 5 to 7, that says this error of each partition it names. */
export function produceRefusal(request: Buffer, error: number): Buffer {
  const version = request.readInt16BE(6);
  if (version < 5 || version > 7) throw new Error(`a produce request of version ${version}`);
  const reading = new Reading(request, 12);
  reading.text(); // The client's id.
  reading.text(); // The transactional id.
  reading.int16(); // How many must have it.
  reading.int32(); // Until when.
  const topics = reading.list(() => {
    const topic = Buffer.from(reading.text());
    const partitions = reading.list(() => {
      const partition = int32(reading.int32());
      reading.bytes();
      return Buffer.concat([partition, int16(error), NO_PLACE]);
    });
    return Buffer.concat([int16(topic.length), topic, list(partitions)]);
  });
  const correlation = request.subarray(8, 12);
  const answer = Buffer.concat([correlation, list(topics), int32(0)]);
  return Buffer.concat([int32(answer.length), answer]);
}
