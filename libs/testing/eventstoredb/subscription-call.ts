import { randomUUID } from 'node:crypto';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { SubscriptionFault } from './faults.ts';
import type { Kept } from './log.ts';
import {
  caughtUpAnswer,
  checkpointAnswer,
  confirmationAnswer,
  eventAnswer,
  filterOf,
} from './messages.ts';
import type { Outlet } from './outlet.ts';
import { REFUSALS } from './refusals.ts';
import type { StandIn } from './stand-in.ts';

/** A subscription to the whole log, as a server of 24.10 serves it: pages until it has caught up, then event by event. */
export async function subscribe(
  standIn: StandIn,
  outlet: Outlet,
  options: ReadReq.Options,
): Promise<void> {
  const { log } = standIn;
  const place = options.getAll()!.getPosition();
  const after = place ? Number(place.getCommitPosition()) : -1;
  if (place && log.all[log.indexOf(after)]?.position !== after)
    return outlet.refuse(REFUSALS.invalidPosition());
  const end = standIn.opened(outlet);
  try {
    await new Serving(standIn, outlet, options, after).run();
  } finally {
    end();
  }
}

class Serving {
  readonly #standIn: StandIn;
  readonly #outlet: Outlet;
  readonly #wanted: (event: Kept) => boolean;
  /** Events looked at between two checkpoints. */
  readonly #interval: number;
  readonly #fault: SubscriptionFault;
  readonly #sent: Kept[] = [];
  #index: number;
  #considered = 0;
  #held: Kept | undefined;

  constructor(standIn: StandIn, outlet: Outlet, options: ReadReq.Options, after: number) {
    this.#standIn = standIn;
    this.#outlet = outlet;
    this.#wanted = filterOf(options);
    const filter = options.getFilter();
    this.#interval = filter
      ? (filter.getMax() || 32) * filter.getCheckpointintervalmultiplier()
      : Infinity;
    this.#fault = standIn.subscriptionFault();
    this.#index = standIn.log.indexOf(after + 1);
  }

  async run(): Promise<void> {
    await this.#outlet.send(confirmationAnswer(randomUUID()));
    while (!this.#outlet.isGone) {
      if (!(await this.#sendWhatIsThere())) return;
      if (this.#standIn.saysCaughtUp) await this.#outlet.send(caughtUpAnswer());
      await this.#more();
    }
  }

  /** Whether to go on. */
  async #sendWhatIsThere(): Promise<boolean> {
    const { all } = this.#standIn.log;
    while (this.#index < all.length) {
      const event = all[this.#index++]!;
      if (this.#wanted(event) && !(await this.#send(event))) return false;
      if (++this.#considered < this.#interval) continue;
      this.#considered = 0;
      if (!(await this.#outlet.send(checkpointAnswer(event.position)))) return false;
    }
    return true;
  }

  async #send(event: Kept): Promise<boolean> {
    const { cutAfter, endAfter, muteAfter = Infinity, repeat = 0, late, refuse } = this.#fault;
    const sent = this.#sent.length;
    if (sent === cutAfter) this.#standIn.cut();
    else if (sent === endAfter && refuse) this.#outlet.refuse(refuse);
    else if (sent === endAfter) this.#outlet.end();
    if (sent === cutAfter || sent === endAfter) return false;
    if (sent >= muteAfter) return true;
    if (event.id === late) {
      this.#held = event;
      return true;
    }
    const held = this.#held ? [this.#held] : [];
    const again = repeat > 0 ? this.#sent.slice(-repeat) : [];
    this.#held = undefined;
    this.#sent.push(event);
    for (const one of [event, ...held, ...again]) {
      this.#standIn.sent++;
      if (!(await this.#outlet.send(eventAnswer(one)))) return false;
    }
    return true;
  }

  /** Resolves when something was appended, or the client is gone. */
  async #more(): Promise<void> {
    const { log } = this.#standIn;
    if (this.#index < log.all.length) return;
    const appended = Promise.withResolvers<void>();
    const stop = log.onAppend(appended.resolve);
    await Promise.race([appended.promise, this.#outlet.gone]);
    stop();
  }
}
