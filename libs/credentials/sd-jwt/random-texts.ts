type Entry<Value> = {
  readonly text: string;
  readonly value: Value;
  readonly next: Entry<Value> | undefined;
};

const BUCKETS = 128;

/**
 * Values by texts that are random from their first character on: digests and salts. A Map hashes the whole of
 * each text and grows four times on the way to forty, which is a tenth of resolving a certificate.
 */
export class RandomTexts<Value> {
  private readonly buckets = new Array<Entry<Value> | undefined>(BUCKETS).fill(undefined);

  find(text: string): Value | undefined {
    let entry = this.buckets[bucketOf(text)];
    while (entry && entry.text !== text) entry = entry.next;
    return entry?.value;
  }

  /** @param text one that is not in it yet */
  add(text: string, value: Value): void {
    const bucket = bucketOf(text);
    this.buckets[bucket] = { text, value, next: this.buckets[bucket] };
  }
}

const bucketOf = (text: string): number =>
  (text.charCodeAt(0) ^ (text.charCodeAt(1) << 2) ^ (text.charCodeAt(2) << 4)) % BUCKETS;
