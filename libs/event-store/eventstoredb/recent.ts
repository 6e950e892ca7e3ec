import type { Position } from '../event-store.ts';

/** How many are remembered: more than a server holds back for one subscription. */
const MOST = 1_000;

/** The places of the events that a subscriber was given last. */
export class Recent {
  readonly #places = new Set<Position>();
  /** Of what stands up to here, everything was given. */
  #floor: Position;

  constructor(floor: Position) {
    this.#floor = floor;
  }

  add(position: Position): void {
    this.#places.add(position);
    if (this.#places.size <= MOST) return;
    const [oldest] = this.#places;
    this.#places.delete(oldest!);
    this.#floor = oldest!;
  }

  /** Whether the event that stands there was given, or need not be. */
  has(position: Position): boolean {
    return position <= this.#floor || this.#places.has(position);
  }
}
