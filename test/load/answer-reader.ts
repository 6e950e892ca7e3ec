const END_OF_HEAD = Buffer.from('\r\n\r\n');
const END_OF_CHUNKS = Buffer.from('\r\n0\r\n\r\n');
const TEXT_KEPT = 2_000;
const NEWLINE = 0x0a;
const CLOSING_BRACE = 0x7d;

/** Reads HTTP/1.1 answers of one connection, one after the other; as little of each as a count needs. */
export class AnswerReader {
  status = 0;
  /** Newlines in the body, which in NDJSON are lines. */
  lines = 0;
  /** The beginning of an answer that is a refusal. */
  text = '';
  #head: Buffer | undefined;
  /** Bytes of the body that have not come; undefined while chunks come. */
  #missing: number | undefined = 0;
  #tail: Buffer = Buffer.alloc(0);
  #isWithin = false;

  /** True once the answer is whole. */
  take(chunk: Buffer): boolean {
    if (this.#isWithin) return this.#body(chunk);
    const data = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
    const end = data.indexOf(END_OF_HEAD);
    if (end < 0) {
      this.#head = data;
      return false;
    }
    this.#begin(data.toString('latin1', 0, end).toLowerCase(), data);
    return this.#body(data.subarray(end + END_OF_HEAD.length));
  }

  #begin(head: string, data: Buffer): void {
    this.#head = undefined;
    this.#isWithin = true;
    this.#tail = END_OF_HEAD;
    this.lines = 0;
    this.status = Number(head.slice(9, 12));
    this.text = this.status < 300 ? '' : data.toString('utf8', 0, TEXT_KEPT);
    const length = head.indexOf('\r\ncontent-length: ');
    this.#missing = length < 0 ? undefined : parseInt(head.slice(length + 18), 10);
  }

  #body(chunk: Buffer): boolean {
    if (this.#missing !== undefined) {
      this.#missing -= chunk.length;
      this.#isWithin = this.#missing > 0;
    } else {
      this.#count(chunk);
      const end = Buffer.concat([this.#tail, chunk.subarray(-END_OF_CHUNKS.length)]);
      this.#tail = end.subarray(-END_OF_CHUNKS.length);
      this.#isWithin = !this.#tail.equals(END_OF_CHUNKS);
    }
    return !this.#isWithin;
  }

  /** In a chunked body; the line that names a chunk's size ends in a carriage return and a newline. */
  #count(chunk: Buffer): void {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1))
      if ((at > 0 ? chunk[at - 1] : this.#tail.at(-1)) === CLOSING_BRACE) this.lines++;
  }
}
