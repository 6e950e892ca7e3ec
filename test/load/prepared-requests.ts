const SIZE_BYTES = 4;

/** Requests as they go over the wire, one after the other in a file, each behind its size. */
export class PreparedRequests {
  readonly #requests: readonly Buffer[];

  constructor(file: Buffer) {
    const requests: Buffer[] = [];
    for (let at = 0; at < file.length;) {
      const end = at + SIZE_BYTES + file.readUInt32LE(at);
      requests.push(file.subarray(at + SIZE_BYTES, end));
      at = end;
    }
    this.#requests = requests;
  }

  get count(): number {
    return this.#requests.length;
  }

  /** Begins again after the last one. */
  at(index: number): Buffer {
    return this.#requests[index % this.#requests.length]!;
  }
}

export function* packRequests(requests: Iterable<Buffer>): Generator<Buffer> {
  for (const request of requests) {
    const size = Buffer.alloc(SIZE_BYTES);
    size.writeUInt32LE(request.length);
    yield size;
    yield request;
  }
}
