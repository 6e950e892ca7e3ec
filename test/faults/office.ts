import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import { attempt, issue, revocation, type Act, type Issue, type Ministry } from './act.ts';

/** Milliseconds before a clerk asks again: many who ask too often take the machine from the hub that starts. */
const PAUSE = 200;

/** Of the acts that were cut off, the share that nobody asks for again. */
const GIVEN_UP = 0.25;

/** Many clerks who push at once, each one act after the other, and ask again when the hub was cut off. */
export class Office {
  /** Acts that have a receipt. */
  readonly done: Act[] = [];
  /** Acts that were cut off and not asked for again. */
  readonly givenUp: Act[] = [];
  /** How often an act got no receipt. */
  failures = 0;
  readonly #ministries: readonly Ministry[];
  readonly #chance: Chance;
  readonly #rest: number;
  readonly #clerks: Promise<void>[];
  #open = Promise.withResolvers<void>();
  #busy = 0;
  #workers = 0;
  #papers = 0;
  #closing = false;
  #isAbandoned = false;
  #failure: { readonly error: unknown } | undefined;

  /** @param rest milliseconds that each clerk rests after an act, where the hub should have little to do */
  constructor(ministries: readonly Ministry[], clerks: number, chance: Chance, rest = 0) {
    this.#ministries = ministries;
    this.#chance = chance;
    this.#rest = rest;
    this.#clerks = Array.from({ length: clerks }, () => this.#work());
    for (const clerk of this.#clerks) clerk.catch((error: unknown) => (this.#failure = { error }));
  }

  /** How many acts have their receipt. Throws what no clerk expected. */
  receipts(): number {
    if (this.#failure) throw this.#failure.error;
    return this.done.length;
  }

  /** Lets the clerks work. */
  open(): void {
    this.#open.resolve();
  }

  /** Lets the clerks finish what they have in hand, and no more; the hub must be there for that. */
  async pause(): Promise<void> {
    this.#open = Promise.withResolvers();
    while (this.#busy > 0) await sleep(1);
  }

  /** Ends the work once everything in hand has its receipt. Rejects with what no clerk expected. */
  async close(): Promise<void> {
    this.#closing = true;
    this.open();
    await Promise.all(this.#clerks);
  }

  /** Ends the work as it is; for when something else has failed. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#closing = true;
    this.open();
  }

  async #work(): Promise<void> {
    const ministry = this.#chance.of(this.#ministries);
    let last: Issue | undefined;
    for (;;) {
      await this.#open.promise;
      if (this.#closing) return;
      this.#busy++;
      try {
        const act = await this.#next(ministry, last);
        const isDone = await this.#insist(act);
        last = isDone && 'record' in act ? act : undefined;
      } finally {
        this.#busy--;
      }
      if (this.#rest > 0) await sleep(this.#rest);
    }
  }

  /** A record of a new worker, or something about the worker whose record was the last: another record, its successor, its end. */
  async #next(ministry: Ministry, last: Issue | undefined): Promise<Act | Issue> {
    const luck = this.#chance.draw();
    if (last && luck < 0.2) return revocation(ministry, last);
    const worker = last && luck < 0.6 ? last.worker : this.#workers++;
    return issue(ministry, worker, this.#papers++, last && luck < 0.4 ? last.record : undefined);
  }

  /** Whether it has its receipt. */
  async #insist(act: Act): Promise<boolean> {
    if (!(await attempt(act))) {
      this.failures++;
      if (this.#chance.draw() < GIVEN_UP) {
        this.givenUp.push(act);
        return false;
      }
      do await sleep(PAUSE);
      while (!this.#isAbandoned && !(await attempt(act)));
    }
    this.done.push(act);
    return true;
  }
}
