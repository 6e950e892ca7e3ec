import { HubError } from '#kernel';
import type { SigningKey } from '#signing';

type Report = (what: string, facts: { readonly code: string }) => void;

/** Milliseconds until keys that were missing are looked for again: some may lie at another hub. */
const REST = 5_000;

/**
 * The `status` keys that this hub has. One that its issuer's state endorses while the hub runs, and that is put among its
 * keys, is taken up when a list needs it; what was taken up before stays until its state takes it back.
 */
export class StatusKeys {
  readonly #byKid = new Map<string, SigningKey>();
  readonly #read: () => Promise<readonly SigningKey[]>;
  readonly #report: Report;
  readonly #now: () => number;
  #looked = -Infinity;

  /**
   * @param first the keys that are there at the start
   * @param read gives those that are there now
   * @param report is told when they cannot be read; the hub goes on with those it has
   */
  constructor(
    first: readonly SigningKey[],
    read: () => Promise<readonly SigningKey[]> = async () => [],
    report: Report = () => undefined,
    now = () => performance.now(),
  ) {
    this.#read = read;
    this.#report = report;
    this.#now = now;
    this.#take(first);
  }

  /** The first of these that is here. @param kids the best first: where that one is not here, it is looked for */
  async firstOf(kids: readonly string[]): Promise<SigningKey | undefined> {
    const [best] = kids;
    if (best !== undefined && !this.#byKid.has(best)) await this.#lookAgain();
    const found = kids.find((kid) => this.#byKid.has(kid));
    return found === undefined ? undefined : this.#byKid.get(found);
  }

  async #lookAgain(): Promise<void> {
    if (this.#now() - this.#looked < REST) return;
    this.#looked = this.#now();
    try {
      this.#take(await this.#read());
    } catch (error) {
      const code = error instanceof HubError ? error.code : 'no file';
      this.#report('status keys cannot be read', { code });
    }
  }

  #take(keys: readonly SigningKey[]): void {
    for (const key of keys) this.#byKid.set(key.kid, key);
  }
}
