import { HubError, StoreError, type ErrorCode, type Instant } from '#kernel';
import { contractsView, type ContractsView } from '#contracts';
import { keyOf, replayTrust, type TrustList } from '#participants';
import type { Genesis } from '#signing';
import type { ReplayedEvent } from '../types.ts';
import { isTogether, type Append } from './append.ts';
import type { Known } from './known.ts';
import { proveContracts } from './prove-contracts.ts';
import { proveDeliveries } from './prove-deliveries.ts';
import { proveErasure } from './prove-erasure.ts';
import { proveLifecycle } from './prove-lifecycle.ts';
import { proveParticipants } from './prove-participants.ts';
import { proveIssued } from './prove-records.ts';
import { readEvent, type HistoryEvent } from './read-event.ts';

/** An event that is not proved, and why. Holds no personal data. */
export type Finding = {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly code: ErrorCode;
  readonly reason: string;
};

export type VerifiedHistory = {
  /** In the order of the events; empty for an honest hub. */
  readonly findings: readonly Finding[];
  readonly events: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly streams: number;
  /** Signatures that were verified. */
  readonly signatures: number;
  /** What an interrupted hub has still to do: successors announced and not issued, reviews due for a compromised key. */
  readonly open: { readonly successors: number; readonly reviews: number };
  readonly trust: TrustList;
  readonly contracts: ContractsView;
};

type Prover = (append: Append, known: Known) => void | Promise<void>;

/** What proves the events of each family of streams. */
const PROVERS: Readonly<Record<string, Prover>> = {
  state: proveParticipants,
  contract: proveContracts,
  certificate: (append, known) =>
    append[0].revision === 0 ? proveIssued(append, known) : proveLifecycle(append, known),
  evidence: proveIssued,
  deliveries: proveDeliveries,
  subject: proveErasure,
};

/** Signatures that are verified at once; more would only wait in memory. */
const AT_ONCE = 256;

/**
 * Verifies everything that a hub ever recorded, from genesis and nothing else: every signature again, judged by what
 * was known when it was recorded; every rule decided again; hashes, routing, and the order of every stream. Nobody
 * has to trust the hub (architecture §2). An event that is not proved is a finding and changes nothing.
 * @param genesis verified against a hash that was learned out of band
 * @param events all of them, in the store's order, as `GET /v1/audit/events` gives them
 */
export async function verifyHistory(
  genesis: Genesis,
  events: Iterable<ReplayedEvent> | AsyncIterable<ReplayedEvent>,
): Promise<VerifiedHistory> {
  const verifier = new HistoryVerifier(genesis);
  for await (const event of events) await verifier.take(event);
  return verifier.end();
}

class HistoryVerifier {
  readonly #known: Known;
  readonly #findings: Finding[] = [];
  readonly #counts = new Map<string, number>();
  readonly #ends = new Map<string, { readonly revision: number; readonly at: Instant }>();
  readonly #running = new Set<Promise<void>>();
  #append: HistoryEvent[] = [];
  #position = '';

  constructor(genesis: Genesis) {
    this.#known = {
      genesis,
      trust: replayTrust(genesis, []).trust,
      contracts: contractsView.initial,
      endorsed: new Map(),
      records: new Map(),
      subjects: new Map(),
      erased: new Set(),
      deliveries: new Map(),
      addressed: new Map(),
      awaited: new Map(),
      signatures: 0,
    };
  }

  async take(recorded: ReplayedEvent): Promise<void> {
    this.#counts.set(recorded.type, (this.#counts.get(recorded.type) ?? 0) + 1);
    let event: HistoryEvent;
    try {
      event = readEvent(recorded);
      this.#assertOrder(event);
    } catch (error) {
      this.#note(recorded, error);
      return;
    }
    const last = this.#append.at(-1);
    if (last && !isTogether(last, event)) this.#prove();
    this.#append.push(event);
    if (this.#running.size >= AT_ONCE) await Promise.race(this.#running);
  }

  async end(): Promise<VerifiedHistory> {
    this.#prove();
    await Promise.all(this.#running);
    const { trust, contracts, signatures, awaited } = this.#known;
    return {
      findings: this.#findings.sort((one, other) => (one.position < other.position ? -1 : 1)),
      events: [...this.#counts.values()].reduce((sum, count) => sum + count, 0),
      eventsByType: Object.fromEntries([...this.#counts].sort()),
      streams: this.#ends.size,
      signatures,
      open: { successors: awaited.size, reviews: this.#reviewsDue() },
      trust,
      contracts,
    };
  }

  /** Nothing was taken out, and no hub recorded before what it had seen. */
  #assertOrder({ stream, revision, position, at }: HistoryEvent): void {
    const end = this.#ends.get(stream) ?? { revision: -1, at: '' };
    const isNext = revision === end.revision + 1 && position >= this.#position;
    this.#ends.set(stream, { revision, at: at > end.at ? at : end.at });
    this.#position = position;
    if (!isNext) throw new StoreError('STORE_CORRUPT', `revision ${end.revision + 1} is missing`);
    if (at < end.at) throw new StoreError('STORE_CORRUPT', 'recorded before the event before it');
  }

  #prove(): void {
    const append = this.#append as unknown as Append;
    if (append.length === 0) return;
    this.#append = [];
    const [first] = append;
    try {
      const pending = proverOf(first.stream)(append, this.#known);
      this.#address(append);
      if (pending) this.#await(first, pending);
    } catch (error) {
      this.#note(first, error);
    }
  }

  #await(event: HistoryEvent, pending: Promise<void>): void {
    const running: Promise<void> = pending
      .catch((error: unknown) => this.#note(event, error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #address(append: Append): void {
    for (const { id, to = [] } of append)
      if (to.length > 0)
        this.#known.addressed.set(
          id,
          to.map(({ authority }) => authority),
        );
  }

  #note({ position, stream, revision, type }: Omit<Finding, 'code' | 'reason'>, error: unknown) {
    if (!(error instanceof HubError)) throw error;
    const { code, message: reason } = error;
    this.#findings.push({ position, stream, revision, type, code, reason });
  }

  /** Records that a key may have signed in wrong hands, and whose recipients have not been told. */
  #reviewsDue(): number {
    const { records, trust } = this.#known;
    return [...records.values()].filter(({ kid, recordedAt, life }) => {
      const since = keyOf(trust, kid)?.compromisedSince ?? null;
      if (since === null || recordedAt < since || life.record === undefined) return false;
      const isTold = life.reviews?.some(({ data }) => data.reason === 'KEY_COMPROMISED');
      return !isTold && !life.keyUpheld && !life.revoked && !life.successor;
    }).length;
  }
}

function proverOf(stream: string): Prover {
  const family = stream.slice(0, stream.indexOf('-'));
  const prover = Object.hasOwn(PROVERS, family) ? PROVERS[family] : undefined;
  if (prover) return prover;
  throw new StoreError('STORE_CORRUPT', 'a stream of an unknown family');
}
