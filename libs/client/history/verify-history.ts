import { certificate } from '#certificates';
import { contractsView, pendingBackfills, type ContractsView } from '#contracts';
import { decide, fold, HubError, StoreError, type ErrorCode } from '#kernel';
import { isDoubtful, replayTrust, type ParticipantEvent, type TrustList } from '#participants';
import type { Genesis } from '#signing';
import type { ReplayedEvent } from '../types.ts';
import { isTogether, type Append } from './append.ts';
import { Grounds } from './grounds.ts';
import { Lookback } from './lookback.ts';
import { referenceTo, type Known, type KnownRecord } from './known.ts';
import { Order } from './order.ts';
import { proveContracts } from './prove-contracts.ts';
import { proveDeliveries } from './prove-deliveries.ts';
import { isUntold, proveErasure } from './prove-erasure.ts';
import { proveLifecycle } from './prove-lifecycle.ts';
import { proveParticipants } from './prove-participants.ts';
import { proveIssued } from './prove-records.ts';
import { readEvent, type HistoryEvent } from './read-event.ts';
import { Signatures } from './signatures.ts';

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
  /** What an interrupted hub has still to do. */
  readonly open: OpenWork;
  readonly trust: TrustList;
  readonly contracts: ContractsView;
  /** Participants' events that were proved. */
  readonly participants: readonly ParticipantEvent[];
  /** Records that were proved, by stream. */
  readonly records: ReadonlyMap<string, KnownRecord>;
};

export type OpenWork = {
  /** Successors that were announced, of workers who were not erased, and have not come. */
  readonly successors: number;
  /** Records of a compromised key whose recipients were not told. */
  readonly reviews: number;
  /** Workers who were erased while a record was on its way, of which nobody was told. */
  readonly erasures: number;
  /** Contracts in force that include what is valid, and have not shared it. */
  readonly backfills: number;
};

export type VerifyOptions = {
  /**
   * False: signatures of records and of statements about them are taken as they are, and all else is verified, those of
   * participants and contracts too. A hundred times faster than most disks read; default true.
   */
  readonly signatures?: boolean;
};

type Prover = (append: Append, known: Known) => void;

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

/**
 * Verifies everything that a hub ever recorded, from genesis and nothing else: every signature again, judged by what
 * was known when it was recorded; every rule decided again; hashes, routing, and the order of every stream. Nobody
 * has to trust the hub (architecture §2). An event that is not proved is a finding and changes nothing.
 *
 * What was cut off the end of streams, and bytes that nobody signs (ids, nonces, sealed contents, times within seconds)
 * only the log and the receipts in other hands show; a confirmed delivery of an event that is gone is a finding.
 * @param genesis verified against a hash that was learned out of band
 * @param events all of them, in the store's order, as `GET /v1/audit/events` gives them
 */
export async function verifyHistory(
  genesis: Genesis,
  events: Iterable<ReplayedEvent> | AsyncIterable<ReplayedEvent>,
  { signatures = true }: VerifyOptions = {},
): Promise<VerifiedHistory> {
  const verifier = new HistoryVerifier(genesis, signatures);
  if (Symbol.iterator in events) {
    for (const event of events) {
      verifier.take(event);
      if (verifier.isFull) await verifier.room();
    }
  } else {
    for await (const event of events) {
      verifier.take(event);
      if (verifier.isFull) await verifier.room();
    }
  }
  return verifier.end();
}

class HistoryVerifier {
  readonly #known: Known;
  readonly #findings: Finding[] = [];
  readonly #counts = new Map<string, number>();
  readonly #order = new Order();
  #append: HistoryEvent[] = [];

  constructor(genesis: Genesis, withSignatures: boolean) {
    const { trust } = replayTrust(genesis, []);
    this.#known = {
      genesis,
      signatures: new Signatures(withSignatures, (event, error) => this.#note(event, error)),
      lookback: new Lookback(new Grounds(trust, contractsView.initial, genesis.foundedAt)),
      participants: [],
      records: new Map(),
      subjects: new Map(),
      erased: new Map(),
      deliveries: new Map(),
      addressed: new Map(),
      shares: new Map(),
      announced: new Map(),
    };
  }

  get isFull(): boolean {
    return this.#known.signatures.isFull;
  }

  room(): Promise<void> {
    return this.#known.signatures.room();
  }

  take(recorded: ReplayedEvent): void {
    this.#counts.set(recorded.type, (this.#counts.get(recorded.type) ?? 0) + 1);
    const event = this.#attempt(recorded, () => {
      this.#order.assertNext(recorded);
      const read = readEvent(recorded);
      this.#order.assertLater(read);
      return read;
    });
    const last = this.#append.at(-1);
    if (last && !(event && isTogether(last, event))) this.#prove();
    if (event) this.#append.push(event);
  }

  async end(): Promise<VerifiedHistory> {
    this.#prove();
    const { signatures, lookback, participants, records } = this.#known;
    await signatures.settled();
    this.#prune();
    const { trust, contracts } = lookback.now;
    return {
      findings: this.#findings.sort((one, other) => inOrder(one.position, other.position)),
      events: [...this.#counts.values()].reduce((sum, count) => sum + count, 0),
      eventsByType: Object.fromEntries([...this.#counts].sort()),
      streams: this.#order.streams,
      signatures: signatures.count,
      open: this.#open(),
      trust,
      contracts,
      participants,
      records,
    };
  }

  #prove(): void {
    const append = this.#append as unknown as Append;
    if (append.length === 0) return;
    this.#append = [];
    const [first] = append;
    const proof = this.#attempt(first, () => {
      proverOf(first.stream)(append, this.#known);
      return { isProved: true };
    });
    const { isProved } = proof ?? { isProved: false };
    for (const { id, stream, to } of append)
      if (to && to.length > 0) this.#known.addressed.set(id, { stream, to, isProved });
  }

  #attempt<Result>(place: Place, act: () => Result): Result | undefined {
    try {
      return act();
    } catch (error) {
      this.#note(place, error);
      return undefined;
    }
  }

  /** Rules take what they are given to be in form, so what is in none may break them in any way. */
  #note({ position, stream, revision, type }: Place, error: unknown): void {
    const { code, message: reason } =
      error instanceof HubError
        ? error
        : new StoreError('STORE_CORRUPT', `not in the form of a ${type}`);
    this.#findings.push({ position, stream, revision, type, code, reason });
  }

  /** Takes out what turned out to be forged after it was built on. */
  #prune(): void {
    const { records } = this.#known;
    for (const { stream, revision } of this.#findings) {
      const record = records.get(stream);
      if (!record) continue;
      if (revision === 0) records.delete(stream);
      else
        records.set(stream, {
          ...record,
          events: record.events.filter((one) => one.revision !== revision),
        });
    }
  }

  #open(): OpenWork {
    const { announced, erased, records, lookback } = this.#known;
    return {
      successors: [...announced.values()].filter(({ subject }) => !erased.has(subject)).length,
      reviews: [...records.values()].filter((one) => isReviewDue(one, lookback.now.trust)).length,
      erasures: [...erased].filter(([worker, one]) => isUntold(worker, one, this.#known)).length,
      backfills: pendingBackfills(lookback.now.contracts, this.#order.latest).length,
    };
  }
}

type Place = Omit<Finding, 'code' | 'reason'>;

const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** A key may have signed it in wrong hands, and its recipients have not been told. */
function isReviewDue(record: KnownRecord, trust: TrustList): boolean {
  const { kid, recordedAt, events, recordType } = record;
  if (recordType === 'MedicalEvidence' || !isDoubtful(trust, kid, recordedAt)) return false;
  const data = { record: referenceTo(record), reason: 'KEY_COMPROMISED' as const, kid };
  const command = { type: 'OpenReview' as const, data, at: recordedAt, by: 'HUB' };
  return decide(certificate, command, fold(certificate, events)).length > 0;
}

function proverOf(stream: string): Prover {
  const family = stream.slice(0, stream.indexOf('-'));
  const prover = Object.hasOwn(PROVERS, family) ? PROVERS[family] : undefined;
  if (prover) return prover;
  throw new StoreError('STORE_CORRUPT', 'a stream of an unknown family');
}
